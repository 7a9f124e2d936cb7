/** The page's own script: switches the language and moves the vehicles. Plain text, because the file must stand alone. */
export const playbackScript = `
const root = document.documentElement;
document.getElementById('language').onclick = () => {
  const isJa = root.classList.toggle('ja');
  root.classList.toggle('en', !isJa);
  root.lang = isJa ? 'ja' : 'en';
};
const legs = JSON.parse(document.getElementById('legs').textContent);
const marks = [...document.querySelectorAll('.vehicle')];
const slider = document.getElementById('time');
const clock = document.getElementById('clock');
const play = document.getElementById('play');
function along(points, part) {
  const lengths = [];
  let total = 0;
  for (let i = 2; i < points.length; i += 2) {
    total += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    lengths.push(total);
  }
  const goal = part * total;
  let k = lengths.findIndex((length) => length >= goal);
  if (k < 0) k = lengths.length - 1;
  const before = k === 0 ? 0 : lengths[k - 1];
  const share = lengths[k] === before ? 1 : (goal - before) / (lengths[k] - before);
  const [x, y, u, v] = points.slice(2 * k, 2 * k + 4);
  return [x + (u - x) * share, y + (v - y) * share];
}
function show() {
  const now = Number(slider.value);
  legs.forEach((own, v) => {
    let at = -1;
    for (let i = 0; i < own.length && own[i][0] <= now; i++) at = i;
    const leg = own[Math.max(0, at)];
    if (!leg) return;
    const part = at < 0 ? 0 : Math.min(1, (now - leg[0]) / Math.max(1, leg[1] - leg[0]));
    const [x, y] = along(leg.slice(3), part);
    const next = own[at + 1];
    const people = part < 1 ? leg[2] : next ? next[2] : 0;
    marks[v].setAttribute('transform', 'translate(' + x + ' ' + y + ')');
    marks[v].lastChild.textContent = at < 0 ? 0 : people;
  });
  const minutes = Math.floor(now / 60);
  clock.textContent = Math.floor(minutes / 60) + ':' + String(minutes % 60).padStart(2, '0');
}
let before = null;
function frame(ms) {
  if (before === null) return;
  slider.value = Number(slider.value) + (ms - before) * 0.12;
  before = ms;
  show();
  if (Number(slider.value) >= Number(slider.max)) { before = null; play.textContent = '▶'; return; }
  requestAnimationFrame(frame);
}
play.onclick = () => {
  if (before !== null) { before = null; play.textContent = '▶'; return; }
  if (Number(slider.value) >= Number(slider.max)) slider.value = slider.min;
  play.textContent = '❚❚';
  before = document.timeline.currentTime;
  requestAnimationFrame(frame);
};
slider.oninput = show;
show();
`;

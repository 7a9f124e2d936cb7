/** What became of the driver's riders or vehicle; nothing has to be pressed, it goes by itself. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { seeNews, unseenNews } from '../duty/news.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { at } from './next-call.tsx';

/** More would push the next stop off the screen. */
const SHOWN = 3;

export function NewsList(): JSX.Element {
  const t = driverTexts.value;
  const news = unseenNews.value;
  return (
    <div role="status">
      {news.length > 0 && (
        <section class="duty-news">
          <ul>
            {news.slice(0, SHOWN).map(({ newsId, sentSec, title, text }) => (
              <li key={newsId}>
                <Icon name="people" />
                <p>
                  <strong>{title[language.value]}</strong> {text[language.value]}{' '}
                  <span class="hint">{at(sentSec)}</span>
                </p>
              </li>
            ))}
            {news.length > SHOWN && <li>{t.moreNews(news.length - SHOWN)}</li>}
          </ul>
          <Button icon="check" class="button-small" onPress={seeNews}>
            {t.seen}
          </Button>
        </section>
      )}
    </div>
  );
}

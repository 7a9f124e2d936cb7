import '@noriai/ui/look/base.css';

// What pages do better where scripts run. Everything works without.

// The number of requests that wait, as it changes. A window that nobody looks at follows nothing: browsers keep few
// connections to one host.
const counter = document.querySelector('[data-counter]');
if (counter) {
  let source;
  const follow = () => {
    source?.close();
    source = document.hidden ? undefined : new EventSource(counter.dataset.counter);
    source?.addEventListener('message', ({ data }) => {
      counter.textContent = data;
      counter.parentElement.hidden = data === '0';
    });
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', ({ persisted }) => persisted && follow());
}

// A page that came by a form is asked for anew when somebody goes back to it: nothing is sent again, and no browser asks.
window.history.replaceState(null, '', window.location.href);

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// Before a session ends for want of use this is said, with one button to stay: what is typed here isn't held up.
const stay = document.querySelector('[data-session]');
if (stay) {
  const [button, again] = [stay.querySelector('button'), stay.querySelector('a')];
  const early = Math.min(120, Number(stay.dataset.session) / 2);
  const seconds = async (question = '') => {
    const answer = await fetch(stay.dataset.ask + question).catch(() => undefined);
    return answer?.ok ? Number(await answer.text()) : 0;
  };
  const tell = (left) => {
    stay.hidden = left > early;
    stay.querySelector('[data-soon]').hidden = button.hidden = left === 0;
    stay.querySelector('[data-over]').hidden = again.hidden = left > 0;
    // Another window may have been used meanwhile, and what has ended can begin again there.
    setTimeout(async () => tell(await seconds()), Math.max(left - early, 15) * 1000);
  };
  button.addEventListener('click', async () => {
    const left = await seconds('?blijf=true');
    stay.hidden = left > early;
  });
  tell(Number(stay.dataset.session));
}

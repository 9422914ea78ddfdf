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

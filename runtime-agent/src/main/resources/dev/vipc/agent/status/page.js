// Takes the page anew every two seconds, as the server renders it; says so where the server is gone.
'use strict';
async function renew() {
  try {
    const answer = await fetch('.', { cache: 'no-store' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.getElementById('status').replaceWith(document.adoptNode(page.getElementById('status')));
    document.body.classList.remove('gone');
  } catch {
    document.body.classList.add('gone');
  }
}
setInterval(() => { if (!document.hidden) renew(); }, 2000);

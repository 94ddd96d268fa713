// Starts the download of a pack that was just released, once: a reload of the page must not fetch it again.
const link = document.querySelector("[data-autostart]");
if (link) {
  history.replaceState(null, "", window.location.pathname);
  link.click();
}

// The first picture, and that of another width.

showEvents();
showFlags();
const redraw = [...document.querySelectorAll(".clustering")].map(clusterView);
showHistory();
let width = innerWidth;
let resizing;
addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    if (innerWidth !== width) {
      width = innerWidth;
      showWhen(events.filter(fits));
      showHistory();
      redraw.forEach((again) => again());
    }
  }, 150);
});

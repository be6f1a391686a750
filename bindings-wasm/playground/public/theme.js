// Sets the chosen colours before the page is drawn; a module would run too late and let it flash.
try {
  const theme = localStorage.getItem("iam-eval-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // no storage allowed: as the system says
}

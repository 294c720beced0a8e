const form = document.querySelector("form"), search = form.elements.search, shown = document.querySelector("output");
const files = [...document.querySelectorAll(".file")].map(file => ({
  file, path: file.querySelector("h3").textContent,
  findings: [...file.querySelectorAll(".finding")],
}));
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kinds = new Set([...form.querySelectorAll("input:checked")].map(box => box.value));
  let count = 0;
  for (const { file, path, findings } of files) {
    let any = false;
    for (const finding of findings) {
      const text = (path + " " + finding.textContent).toLowerCase();
      const fits = kinds.has(finding.dataset.severity) && words.every(word => text.includes(word));
      finding.hidden = !fits;
      any ||= fits;
      count += fits;
    }
    file.hidden = !any;
  }
  shown.textContent = count === 1 ? "1 finding" : count + " findings";
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
for (const button of document.querySelectorAll("button[data-find]"))
  button.addEventListener("click", () => { search.value = button.dataset.find; filter(); form.scrollIntoView(); search.focus(); });
filter();

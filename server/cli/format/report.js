const form = document.querySelector("form"), search = form.elements.search, shown = document.querySelector("output");
const files = [...document.querySelectorAll(".file")].map(file => ({
  file,
  findings: [...file.querySelectorAll(".finding")].map(finding => ({
    finding, text: (file.querySelector("h3").textContent + "\n" + file.querySelector("p").textContent + "\n" +
      finding.textContent).toLowerCase(),
  })),
}));
function filter() {
  // Words in any order; between quotation marks, as they stand.
  const words = (search.value.toLowerCase().match(/"[^"]*"?|\S+/g) ?? []).map(word => word.replaceAll('"', ""));
  const kinds = new Set([...form.querySelectorAll("input:checked")].map(box => box.value));
  let count = 0;
  for (const { file, findings } of files) {
    let any = false;
    for (const { finding, text } of findings) {
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
  button.addEventListener("click", () => { search.value = `"${button.dataset.find}"`; filter(); form.scrollIntoView(); search.focus(); });
filter();

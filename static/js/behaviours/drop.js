// A file dropped anywhere on the form is chosen; one that is too large is told before it travels.
Sada.behaviour("drop", (form) => {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const problem = form.querySelector("[role=alert]");

  function look() {
    const tooLarge = input.files[0]?.size > Number(form.dataset.most);
    input.setCustomValidity(tooLarge ? form.dataset.tooLarge : "");
    problem.textContent = tooLarge ? form.dataset.tooLarge : "";
  }

  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("drop--over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, () => zone.classList.remove("drop--over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    look();
  });
  input.addEventListener("change", look);
});

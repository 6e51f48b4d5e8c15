/**
 * The page's only script: filters of the example misses. It reads and writes attributes and counts of our own making,
 * never data, and runs under a policy that names its hash.
 */
export const filterScript = `(() => {
  const form = document.getElementById('filters');
  if (!form) return;
  const examples = [...document.querySelectorAll('#example-list details.miss')];
  const more = document.getElementById('more-examples');
  const status = document.getElementById('filter-count');
  const names = ['class', 'tool', 'model', 'profile'];
  const apply = () => {
    const wanted = names.map((name) => form.elements.namedItem(name).value);
    let shown = 0;
    for (const example of examples) {
      const fits = names.every((name, index) => wanted[index] === '' || example.dataset[name] === wanted[index]);
      example.hidden = !fits;
      if (fits) shown += 1;
    }
    const isFiltered = wanted.some((value) => value !== '');
    if (more) {
      if (isFiltered) more.open = true;
      more.hidden = more.querySelector('details.miss:not([hidden])') === null;
    }
    status.textContent = isFiltered ? shown + ' of ' + examples.length + ' shown' : examples.length + ' in all';
  };
  form.addEventListener('change', apply);
  form.addEventListener('reset', () => setTimeout(apply));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();`;

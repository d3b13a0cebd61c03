(function () {
  "use strict";
  var reports = Array.prototype.slice.call(document.querySelectorAll(".report"));

  function show(code) {
    reports.forEach(function (r) {
      var on = r.dataset.lang === code;
      r.hidden = !on;
      if (on) {
        document.documentElement.lang = r.lang;
        document.title = r.dataset.title;
      }
    });
    document.querySelectorAll("[data-switch]").forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.dataset.switch === code));
    });
  }

  function visibleReport() {
    return reports.filter(function (r) { return !r.hidden; })[0] || reports[0];
  }

  // A link to a control opens it, and switches to its language.
  function follow() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    var report = target.closest(".report");
    if (report && report.hidden) show(report.dataset.lang);
    if (target.hidden) { clear(report); }
    if (target.tagName === "DETAILS") target.open = true;
    target.scrollIntoView();
  }

  function clear(report) {
    var form = report.querySelector("form.filters");
    if (form) { form.reset(); filter(report); }
  }

  function filter(report) {
    var form = report.querySelector("form.filters");
    var words = form.q.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var status = form.status.value, severity = form.severity.value, owner = form.owner.value;
    var shown = 0;
    report.querySelectorAll("details.control").forEach(function (d) {
      if (!d.dataset.text) d.dataset.text = d.textContent.toLowerCase();
      var ok = (!status || d.dataset.status === status) &&
        (!severity || d.dataset.severity === severity) &&
        (!owner || d.dataset.owner === owner) &&
        words.every(function (w) { return d.dataset.text.indexOf(w) >= 0; });
      d.hidden = !ok;
      if (ok) shown += 1;
    });
    report.querySelectorAll(".group").forEach(function (g) {
      g.hidden = !g.querySelector("details.control:not([hidden])");
    });
    report.querySelector(".shown").textContent = shown;
    report.querySelector(".no-match").hidden = shown !== 0;
  }

  reports.forEach(function (report) {
    var form = report.querySelector("form.filters");
    if (!form) return;
    form.addEventListener("input", function () { filter(report); });
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    report.querySelectorAll("[data-open]").forEach(function (b) {
      b.addEventListener("click", function () {
        report.querySelectorAll("details.control:not([hidden])").forEach(function (d) { d.open = b.dataset.open === "true"; });
      });
    });
    report.querySelectorAll("[data-status-link]").forEach(function (a) {
      a.addEventListener("click", function () { form.status.value = a.dataset.statusLink; filter(report); });
    });
  });
  document.querySelectorAll("[data-switch]").forEach(function (b) {
    b.addEventListener("click", function () { show(b.dataset.switch); });
  });
  window.addEventListener("hashchange", follow);
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(visibleReport().querySelectorAll("details.control:not([open]), details.fold:not([open])"));
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
  follow();
})();

// A newcomer's time zone, as the browser knows it. Without this it is UTC until they say otherwise in the settings.
for (const field of document.querySelectorAll("[data-time-zone]")) {
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

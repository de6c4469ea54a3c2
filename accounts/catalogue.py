"""The categories and skills that a new site starts with. Operators add their own in the admin.

The names of categories are data, kept in English, and are translated where they are shown (Category.said).
"""

from django.utils.translation import gettext_noop as _

# Category name, its icon, and its skills.
CATALOGUE: dict[str, tuple[str, tuple[str, ...]]] = {
    _("Web development"): (
        "code",
        ("Django", "Python", "React", "TypeScript", "PHP", "WordPress", "HTML and CSS", "Web accessibility"),
    ),
    _("Mobile apps"): ("smartphone", ("Swift", "Kotlin", "Flutter", "React Native", "App store releases")),
    _("Data and analytics"): (
        "chart-column",
        ("SQL", "Data analysis", "Dashboards", "Machine learning", "Web scraping", "Spreadsheets"),
    ),
    _("Servers and operations"): (
        "server",
        ("Linux", "Docker", "PostgreSQL", "Kubernetes", "Monitoring", "Security review"),
    ),
    _("Graphic design"): ("palette", ("Logo design", "Brand identity", "Illustration", "Packaging", "Print layout")),
    _("Product design"): (
        "layers",
        ("User research", "Interface design", "Prototyping", "Design systems", "Usability tests"),
    ),
    _("Writing"): ("pen-line", ("Copywriting", "Technical writing", "Editing", "Ghostwriting", "Grant proposals")),
    _("Translation"): ("languages", ("German", "French", "Spanish", "Japanese", "Portuguese", "Subtitling")),
    _("Marketing"): (
        "megaphone",
        ("Search engine optimisation", "E-mail campaigns", "Social media", "Paid search", "Market research"),
    ),
    _("Audio and video"): (
        "video",
        ("Video editing", "Motion graphics", "Voice-over", "Podcast production", "Sound design"),
    ),
    _("Finance and legal"): (
        "scale",
        ("Bookkeeping", "Financial models", "Tax returns", "Contract drafting", "Privacy law"),
    ),
    _("Administration"): (
        "list-checks",
        ("Data entry", "Virtual assistance", "Customer support", "Project coordination", "Transcription"),
    ),
}

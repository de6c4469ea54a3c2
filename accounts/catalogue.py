"""The categories and skills that a new site starts with. Operators add their own in the admin."""

# Category name, its icon, and its skills.
CATALOGUE: dict[str, tuple[str, tuple[str, ...]]] = {
    "Web development": (
        "code",
        ("Django", "Python", "React", "TypeScript", "PHP", "WordPress", "HTML and CSS", "Web accessibility"),
    ),
    "Mobile apps": ("smartphone", ("Swift", "Kotlin", "Flutter", "React Native", "App store releases")),
    "Data and analytics": (
        "chart-column",
        ("SQL", "Data analysis", "Dashboards", "Machine learning", "Web scraping", "Spreadsheets"),
    ),
    "Servers and operations": (
        "server",
        ("Linux", "Docker", "PostgreSQL", "Kubernetes", "Monitoring", "Security review"),
    ),
    "Graphic design": ("palette", ("Logo design", "Brand identity", "Illustration", "Packaging", "Print layout")),
    "Product design": (
        "layers",
        ("User research", "Interface design", "Prototyping", "Design systems", "Usability tests"),
    ),
    "Writing": ("pen-line", ("Copywriting", "Technical writing", "Editing", "Ghostwriting", "Grant proposals")),
    "Translation": ("languages", ("German", "French", "Spanish", "Japanese", "Portuguese", "Subtitling")),
    "Marketing": (
        "megaphone",
        ("Search engine optimisation", "E-mail campaigns", "Social media", "Paid search", "Market research"),
    ),
    "Audio and video": (
        "video",
        ("Video editing", "Motion graphics", "Voice-over", "Podcast production", "Sound design"),
    ),
    "Finance and legal": (
        "scale",
        ("Bookkeeping", "Financial models", "Tax returns", "Contract drafting", "Privacy law"),
    ),
    "Administration": (
        "list-checks",
        ("Data entry", "Virtual assistance", "Customer support", "Project coordination", "Transcription"),
    ),
}

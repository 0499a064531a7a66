"""The default rating scale, installed once; from then on the newsroom's own."""

from typing import Any

from claims.models import Verdict

# slug, rank, label and definition in German and English, whether a certainty belongs to it
DEFAULT: list[tuple[str, int | None, str, str, str, str, bool]] = [
    (
        "accurate", 5, "Richtig", "Accurate",
        "Die Aussage stimmt mit den Belegen überein; nichts Wesentliches fehlt.",
        "The claim agrees with the evidence and nothing essential is missing.", True,
    ),
    (
        "mostly_accurate", 4, "Weitgehend richtig", "Mostly accurate",
        "Der Kern stimmt; Einzelheiten sind ungenau, ohne den Schluss zu ändern.",
        "The core holds; details are imprecise without changing the conclusion.", True,
    ),
    (
        "partly_accurate", 3, "Teils richtig, teils falsch", "Partly accurate",
        "Die Aussage hat mehrere Teile; mindestens ein wesentlicher stimmt, mindestens einer nicht.",
        "The claim has several parts; at least one essential part is right and one is wrong.", True,
    ),
    (
        "mostly_inaccurate", 2, "Weitgehend falsch", "Mostly inaccurate",
        "Ein wahrer Anteil ist enthalten, der Kern aber ist widerlegt.",
        "It contains an element of truth, but its core is refuted.", True,
    ),
    (
        "inaccurate", 1, "Falsch", "Inaccurate",
        "Die Belege widerlegen die Aussage.",
        "The evidence refutes the claim.", True,
    ),
    (
        "misleading", None, "Irreführend", "Misleading",
        "Die Angaben treffen für sich genommen zu, legen aber durch falschen Bezug oder fehlenden Kontext "
        "einen falschen Schluss nahe.",
        "The details hold in themselves but suggest a false conclusion through a wrong reference or missing "
        "context.", True,
    ),
    (
        "outdated", None, "Überholt", "Outdated",
        "Die Angabe war früher richtig, traf aber bei Veröffentlichung nicht mehr zu.",
        "The claim was once right but no longer held when it was published.", True,
    ),
    (
        "misattributed", None, "Falsch zugeschrieben", "Misattributed",
        "Die genannte Person oder Quelle hat das nach den Belegen so nicht geäußert.",
        "According to the evidence, the person or source named did not say this.", True,
    ),
    (
        "unproven", None, "Unbelegt", "Unproven",
        "Die verfügbaren Belege reichen weder zur Bestätigung noch zur Widerlegung; das gilt für den "
        "genannten Stand.",
        "The available evidence neither confirms nor refutes the claim, as of the date given.", False,
    ),
    (
        "not_checkable", None, "Nicht überprüfbar", "Not checkable",
        "Meinung, offene Prognose oder ohne prüfbaren Gehalt.",
        "Opinion, open forecast or no checkable content.", False,
    ),
]  # fmt: skip


def install_default() -> None:
    """Write the default scale where there is none yet."""
    if Verdict.objects.exists():
        return
    names = ("slug", "rank", "label_de", "label_en", "definition_de", "definition_en", "needs_certainty")
    Verdict.objects.bulk_create(
        [
            Verdict(position=position, **dict(zip(names, row, strict=True)))
            for position, row in enumerate(DEFAULT)
        ]
    )


def install_after_migrate(sender: Any, **kwargs: Any) -> None:
    install_default()

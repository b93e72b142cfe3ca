"""Takes a package through Anki: in with its schedule, checked, and out again.

    anki_roundtrip.py IN.apkg OUT.apkg [OUT.colpkg]

Imports IN into a new collection, checks the collection, imports IN once more, and exports all of it
in the newest generation. Prints what it found as one line of JSON. Needs the package `anki`.
"""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


def imported(collection, path):
    """Imports a package; returns how many notes were new, updated, duplicates, and so on."""
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        with_scheduling=True,
        with_deck_configs=False,
        update_notes=0,
        update_notetypes=0,
    )
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    log = collection.import_anki_package(request).log
    kinds = ["new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype",
             "missing_deck", "empty_first_field"]
    return {kind: len(getattr(log, kind)) for kind in kinds}


def rows(collection, query):
    return [list(row) for row in collection.db.all(query)]


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        first = imported(collection, source)
        told, is_sound = collection.fix_integrity()
        again = imported(collection, source)
        empty = collection.get_empty_cards()
        found = {
            "first": first,
            "again": again,
            "is_sound": is_sound,
            "told": told,
            "empty_cards": sum(len(note.card_ids) for note in empty.notes),
            "notes": collection.note_count(),
            "cards": collection.card_count(),
            "reviews": collection.db.scalar("select count() from revlog"),
            "media": sorted(path.name for path in Path(folder, "collection.media").iterdir()),
            "decks": sorted(deck.name for deck in collection.decks.all_names_and_ids()),
            "rows": rows(
                collection,
                "select n.guid, c.ord, c.type, c.queue, c.ivl, c.factor, c.reps, c.lapses, c.flags, "
                "c.data from cards c join notes n on n.id = c.nid order by n.guid, c.ord",
            ),
            "dues": rows(
                collection,
                "select n.guid, c.ord, c.due - ? from cards c join notes n on n.id = c.nid "
                "where c.type = 2 order by n.guid, c.ord".replace("?", str(collection.sched.today)),
            ),
            "log": rows(
                collection,
                "select id, ease, ivl, lastIvl, factor, time, type from revlog order by id",
            ),
            "fields": rows(collection, "select guid, tags, flds from notes order by guid"),
        }
        collection.export_anki_package(
            out_path=str(target),
            options=ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False
            ),
            limit=None,
        )
        if 3 < len(sys.argv):
            collection.export_collection_package(sys.argv[3], include_media=True, legacy=False)
        else:
            collection.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()

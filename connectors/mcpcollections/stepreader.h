#pragma once

#include "mcpcollections/collectioncodec.h"
#include "mcpcollections/collectionpart.h"

namespace qd {

/// One step of a collection, and its text in the file. `notes` gets what is likely not meant. Throws Mistake.
[[nodiscard]] collection::Step readStep(const Part &part, QByteArrayView written, const SiblingFile &sibling, QStringList &notes);
/// Sees to it that the collection's `answers` can be given. Throws Mistake.
void checkAnswers(const Part &part, QStringList &notes);
/// One element of `expect`. Throws Mistake.
[[nodiscard]] collection::Check readCheck(const Part &part);
/// The JSON of a file beside the collection. Throws Mistake at `place`.
[[nodiscard]] CollectionJson siblingJson(const SiblingFile &sibling, const QString &name, const QString &place, QByteArray *text = nullptr);

} // namespace qd

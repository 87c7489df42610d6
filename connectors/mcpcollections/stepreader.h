#pragma once

#include "mcpcollections/collectioncodec.h"
#include "mcpcollections/collectionpart.h"

namespace qd {

/// One step of a collection. Throws Mistake.
[[nodiscard]] collection::Step readStep(const Part &part, const SiblingFile &sibling);
/// One element of `expect`. Throws Mistake.
[[nodiscard]] collection::Check readCheck(const Part &part);
/// The JSON of a file beside the collection. Throws Mistake at `place`.
[[nodiscard]] CollectionJson siblingJson(const SiblingFile &sibling, const QString &name, const QString &place);

} // namespace qd

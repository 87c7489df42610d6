#pragma once

#include "ids.h"

namespace qd {

using SlotName = StrongId<struct SlotNameTag>; ///< deployment slot of an app; "production" is the app itself

[[nodiscard]] inline SlotName productionSlot() { return SlotName(QStringLiteral("production")); }

/// The service writes "production" and "Production".
[[nodiscard]] inline bool isSameSlot(const SlotName &a, const SlotName &b) { return a.value.compare(b.value, Qt::CaseInsensitive) == 0; }
[[nodiscard]] inline bool isProductionSlot(const SlotName &slot) { return isSameSlot(slot, productionSlot()); }

} // namespace qd

#pragma once

#include "chaos/chaosfault.h"
#include "result.h"

/// The text of the gateway's named value `quarterdeck-chaos`, which the fleet obeys.
namespace qd::chaosvalue {

/// Id and display name of the named value.
QString id();
/// {"run":…,"mode":…,"tenant":…,"percent":…,"until":…}; the order is fixed.
QString encode(const ChaosFault &fault);
/// An empty text is no fault. ErrorKind::Decode when it is not ours.
Result<ChaosFault> decode(const QString &text);

} // namespace qd::chaosvalue

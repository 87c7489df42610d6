#pragma once

#include "cost/ratecard.h"
#include "result.h"

#include <QByteArray>

namespace qd {

/// A rate card: {"version":1,"title","currency","rates":[{"model","provider","from","input","cachedInput","output",
/// "note"}],"tools":[{"tool","from","perCall"}],"budgets":[{"tenant","month"}]}. Prices are per million tokens. Unknown
/// keys and what checkRate() refuses are errors: ErrorKind::Decode with file and path.
Result<RateCard> decodeRateCard(const QByteArray &bytes, const QString &fileName);

/// The same, indented; decodeRateCard() gives the card back.
QByteArray encodeRateCard(const RateCard &card);

} // namespace qd

#pragma once

#include "cost/ratecard.h"
#include "result.h"

namespace qd {

/// Refuses a rate that cannot be meant: a price per token or per thousand where one per million belongs, a second price
/// of the model on the same day, cached tokens dearer than others. `others` are the card's rates without this one.
/// ErrorKind::Invalid with a sentence that says what is wrong and, where it can, what was probably meant; `detail` is
/// the member's key in the file.
Result<void> checkRate(const Rate &rate, const QList<Rate> &others);
Result<void> checkToolRate(const ToolRate &rate, const QList<ToolRate> &others);
Result<void> checkBudget(const TenantBudget &budget, const QList<TenantBudget> &others);

} // namespace qd

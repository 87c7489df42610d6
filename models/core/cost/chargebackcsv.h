#pragma once

#include "cost/chargeback.h"

#include <QByteArray>

namespace qd {

/// The chargeback as CSV (RFC 4180, UTF-8): a line for every tenant, model, agent and tool, and the total. Names come from
/// telemetry: one that a spreadsheet would take for a formula is preceded by an apostrophe.
QByteArray chargebackCsv(const Chargeback &chargeback, DayRange days);

} // namespace qd

#pragma once

#include "cost/budgetboard.h"
#include "ratecardfiles.h"

#include <QByteArray>
#include <QString>

namespace qd {

/// What the cost verbs print as text.
QString chargebackText(const Chargeback &chargeback, const QString &by);
QString forecastText(const QList<BudgetLine> &lines);
QString rateCardText(const LoadedRateCard &card);

namespace json {

/// The same as JSON (jsonwriter.h says by which rules). Amounts are numbers in the card's currency.
QByteArray chargeback(const Chargeback &chargeback, DayRange days, const RateCard &card);
QByteArray forecast(const QList<BudgetLine> &lines, const BudgetLine &fleet, Instant asOf);
QByteArray rateCard(const LoadedRateCard &card);

} // namespace json

} // namespace qd

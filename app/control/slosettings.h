#pragma once

#include "clock.h"
#include "slo/metricdictionary.h"
#include "slo/slodefinition.h"

#include <QList>
#include <QString>

namespace qd {

/// What the SLO controllers are told once: which objectives, under which names, how often.
struct SloSettings {
    QString sourceName = QStringLiteral("Azure Monitor"); ///< as shown in source health
    QList<SloDefinition> definitions;
    MetricDictionary dictionary;
    Milliseconds interval{10000};       ///< between refresh rounds
    Milliseconds maxInterval{60000};    ///< bound of the back-off
    Milliseconds queryTimeout{30000};
    Milliseconds ageTick{1000};         ///< how often ages are judged anew
    Milliseconds detailInterval{60000}; ///< between refreshes of the open detail
};

} // namespace qd

#pragma once

#include "clock.h"
#include "release/slotname.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace qd {

/// App settings by name. Values may be secret: see settingShown().
using SlotSettings = QMap<QString, QString>;

/// The last swap that a site took part in, as the service keeps it.
struct SiteSwap {
    Instant at;
    SlotName source;
    SlotName destination;
    bool operator==(const SiteSwap &) const = default;
};

/// A deployment slot as Resource Manager describes it. Texts are the server's: plain only. A value.
struct SlotSite {
    SlotName slot;
    QString resourceId;
    QString hostName;
    QString state;               ///< "Running", "Stopped"
    QString availability;        ///< "Normal", "Limited", "DisasterRecoveryMode"
    std::optional<Instant> lastModified;
    std::optional<SiteSwap> lastSwap;
    QString targetSwapSlot;      ///< of a swap with preview that waits for its completion
    QString operationInProgress; ///< id of an operation that runs on the site; empty: none
    Instant readAt{};

    [[nodiscard]] bool isRunning() const { return state.compare(QLatin1String("Running"), Qt::CaseInsensitive) == 0; }
    [[nodiscard]] bool isBusy() const { return !operationInProgress.isEmpty(); }
    bool operator==(const SlotSite &) const = default;
};

/// One thing that a swap changes or keeps, as the service foretells it.
struct SlotDifference {
    QString name;        ///< of the setting; may be empty
    QString settingType; ///< "AppSetting", "General", …
    QString rule;        ///< "SettingsWillBeModifiedInDestination", "SlotSettingsMissing", …
    QString level;       ///< "Information", "Warning", "Error"
    QString description;
    bool operator==(const SlotDifference &) const = default;
};

/// Share of production's visitors that is sent to a slot.
struct SlotTraffic {
    SlotName slot;
    double percent = 0;
    bool operator==(const SlotTraffic &) const = default;
};

} // namespace qd

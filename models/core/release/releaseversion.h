#pragma once

#include "release/slotsite.h"

#include <QMap>
#include <QString>

namespace qd {

/// What a slot runs: the build and the prompt version of each agent. It travels with a swap. A value.
struct ReleaseVersion {
    QString build;
    QMap<QString, QString> prompts; ///< agent -> version, e.g. "order-desk" -> "order-desk-v14"
    [[nodiscard]] bool isEmpty() const { return build.isEmpty() && prompts.isEmpty(); }
    bool operator==(const ReleaseVersion &) const = default;
};

/// Reads BUILD_VERSION and PROMPT_<AGENT> from a slot's settings.
[[nodiscard]] ReleaseVersion releaseVersion(const SlotSettings &settings);
/// "2026.11.2 with order-desk-v14, claims-triage-v9"; "nothing" when empty.
[[nodiscard]] QString releaseText(const ReleaseVersion &version);
/// The agent that a setting names ("PROMPT_ORDER_DESK" -> "order-desk"), or empty when it is no prompt setting.
[[nodiscard]] QString promptAgent(const QString &setting);
/// True for BUILD_VERSION and PROMPT_<AGENT>.
[[nodiscard]] bool isVersionSetting(const QString &setting);
/// The value as it may be shown: settings can hold secrets, so only the names that we know to be harmless are.
[[nodiscard]] QString settingShown(const QString &setting, const QString &value);

} // namespace qd

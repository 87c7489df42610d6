#include "release/releaseversion.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr QLatin1String promptPrefix("PROMPT_");
constexpr QLatin1String buildSetting("BUILD_VERSION");
constexpr qsizetype longestShownSetting = 200;

constexpr std::array harmlessSettings{QLatin1String("SLOT_NAME"), QLatin1String("CHAOS_MODE"), QLatin1String("WEBSITE_RUN_FROM_PACKAGE"),
                                      QLatin1String("MODEL_DEPLOYMENT"), QLatin1String("LOG_LEVEL")};

bool isHarmless(const QString &setting)
{
    return isVersionSetting(setting)
        || std::ranges::any_of(harmlessSettings, [&](QLatin1String name) { return setting.compare(name, Qt::CaseInsensitive) == 0; });
}

} // namespace

QString promptAgent(const QString &setting)
{
    if (!setting.startsWith(promptPrefix, Qt::CaseInsensitive) || setting.size() == promptPrefix.size())
        return {};
    return setting.mid(promptPrefix.size()).toLower().replace(u'_', u'-');
}

bool isVersionSetting(const QString &setting)
{
    return setting.compare(buildSetting, Qt::CaseInsensitive) == 0 || !promptAgent(setting).isEmpty();
}

ReleaseVersion releaseVersion(const SlotSettings &settings)
{
    ReleaseVersion version;
    for (auto it = settings.cbegin(); it != settings.cend(); ++it) {
        if (it.key().compare(buildSetting, Qt::CaseInsensitive) == 0)
            version.build = it.value();
        else if (const QString agent = promptAgent(it.key()); !agent.isEmpty() && !it.value().isEmpty())
            version.prompts.insert(agent, it.value());
    }
    return version;
}

QString releaseText(const ReleaseVersion &version)
{
    if (version.isEmpty())
        return QStringLiteral("nothing");
    const QString prompts = version.prompts.values().join(QLatin1String(", "));
    if (prompts.isEmpty())
        return version.build;
    return version.build.isEmpty() ? prompts : version.build % QStringLiteral(" with ") % prompts;
}

QString settingShown(const QString &setting, const QString &value)
{
    return isHarmless(setting) ? value.left(longestShownSetting) : QStringLiteral("(hidden)");
}

} // namespace qd

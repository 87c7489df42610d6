#include "settings/settingkey.h"

namespace qd::keys {

namespace {

bool isThemeSetting(const QString &value)
{
    return QStringList{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark"),
                       QStringLiteral("high-contrast")}
        .contains(value);
}

bool isAnySwitch(const bool &) { return true; }

bool isRangeHistory(const QStringList &value) { return value.size() <= 20; }

bool isShortText(const QString &value) { return value.size() <= 2000; }

} // namespace

const SettingKey<QString> theme{"view/theme", QStringLiteral("system"), isThemeSetting};
const SettingKey<QStringList> rangeHistory{"range/history", {}, isRangeHistory};
const SettingKey<bool> queryHistory{"query/history", true, isAnySwitch};
const SettingKey<QString> mcpModelUrl{"mcp/modelUrl", {}, isShortText};
const SettingKey<QString> mcpModelName{"mcp/modelName", {}, isShortText};
const SettingKey<bool> mcpModelHasKey{"mcp/modelHasKey", false, isAnySwitch};

} // namespace qd::keys

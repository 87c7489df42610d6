#include "settings/settingkey.h"

namespace qd::keys {

namespace {

bool isThemeSetting(const QString &value)
{
    return QStringList{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark"),
                       QStringLiteral("high-contrast")}
        .contains(value);
}

bool isRangeHistory(const QStringList &value) { return value.size() <= 20; }

} // namespace

const SettingKey<QString> theme{"view/theme", QStringLiteral("system"), isThemeSetting};
const SettingKey<QStringList> rangeHistory{"range/history", {}, isRangeHistory};

} // namespace qd::keys

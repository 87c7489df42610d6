#include "settings/settings.h"

namespace qd {

Settings::Settings(QObject *parent)
    : QObject(parent)
    , m_file(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Quarterdeck"), QStringLiteral("console"))
{
}

} // namespace qd

#include "settings/uistate.h"

#include <QUrl>
#include <QWidget>

namespace qd {

namespace {

// A profile may be named anything; "/" would open a group.
QString geometryKey(const ProfileId &profile)
{
    return QStringLiteral("window/") + QString::fromLatin1(QUrl::toPercentEncoding(profile.value))
        + QStringLiteral("/geometry");
}

} // namespace

UiState::UiState()
    : m_file(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Quarterdeck"), QStringLiteral("window"))
{
}

bool UiState::restore(QWidget &window, const ProfileId &profile) const
{
    const QByteArray stored = m_file.value(geometryKey(profile)).toByteArray();
    return !stored.isEmpty() && window.restoreGeometry(stored);
}

void UiState::save(const QWidget &window, const ProfileId &profile)
{
    m_file.setValue(geometryKey(profile), window.saveGeometry());
}

} // namespace qd

#include "shell/topbar.h"

#include "shell/environmentchip.h"
#include "shell/leasechip.h"
#include "shell/livepill.h"
#include "shell/timerangeedit.h"
#include "theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace qd {

namespace {

/// The icon of what the switch leads to: light, dark, high contrast and round again.
QString themeIcon(ThemeId now)
{
    switch (now) {
    case ThemeId::Light:
        return QStringLiteral("moon");
    case ThemeId::Dark:
        return QStringLiteral("contrast");
    case ThemeId::HighContrast:
        break;
    }
    return QStringLiteral("sun");
}

QLabel *barLabel(const char *name, TextWeight weight, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1StringView(name));
    label->setTextFormat(Qt::PlainText);
    label->setFont(uiFont(TextSize::Body, weight));
    return label;
}

} // namespace

TopBar::TopBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_chip(new EnvironmentChip(theme, this))
    , m_profile(barLabel("profileName", TextWeight::SemiBold, this))
    , m_identity(barLabel("identity", TextWeight::Regular, this))
    , m_lease(new LeaseChip(theme, this))
    , m_range(new TimeRangeEdit(theme, this))
    , m_pill(new LivePill(theme, this))
    , m_themeButton(new QToolButton(this))
{
    setObjectName(QStringLiteral("topBar"));
    setProperty("qdRole", QStringLiteral("bar"));
    setFixedHeight(height::topBar);
    m_identity->setProperty("qdRole", QStringLiteral("secondary"));
    m_themeButton->setObjectName(QStringLiteral("themeSwitch"));
    m_themeButton->setAutoRaise(true);
    connect(m_themeButton, &QToolButton::clicked, this, &TopBar::themeSwitchRequested);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, 0, space::m, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_chip);
    layout->addSpacing(space::xs);
    layout->addWidget(m_profile);
    layout->addSpacing(space::l);
    layout->addWidget(m_identity);
    layout->addSpacing(space::s);
    layout->addWidget(m_lease);
    layout->addStretch();
    layout->addWidget(m_range);
    layout->addWidget(m_pill);
    layout->addWidget(m_themeButton);
    connect(&theme, &Theme::changed, this, &TopBar::restyle);
    restyle();
}

void TopBar::setConnection(const ConnectionLabel &label)
{
    m_chip->setKind(label.kind);
    m_profile->setText(label.profile);
    m_identity->setText(label.identity);
}

void TopBar::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    m_themeButton->setIcon(icons::icon(themeIcon(m_theme.id()), tokens.text2, tokens.text3, 18));
    m_themeButton->setIconSize({18, 18});
    m_themeButton->setToolTip(tr("Theme: %1. Click for the next one").arg(themeName(m_theme.id())));
    m_themeButton->setAccessibleName(tr("Switch theme, now %1").arg(themeName(m_theme.id())));
}

} // namespace qd

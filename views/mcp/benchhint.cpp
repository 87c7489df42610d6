#include "mcp/benchhint.h"

#include "confirm/plaintext.h"
#include "theme/icons.h"
#include "widgets/labels.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int hintIconSize = 40;
constexpr int hintTextWidth = 420;

} // namespace

BenchHint::BenchHint(const Theme &theme, const QString &name, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(makeLabel(this, name + QStringLiteral("Icon"))),
      m_title(makeLabel(this, name + QStringLiteral("Title"), "panelTitle")),
      m_text(makeLabel(this, name + QStringLiteral("Text"), "secondary")), m_action(new QPushButton(this)), m_buttons(new QHBoxLayout)
{
    m_action->setObjectName(name + QStringLiteral("Action"));
    m_action->setProperty("qdRole", QStringLiteral("primary"));
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setMaximumWidth(hintTextWidth);
    m_text->setMinimumWidth(hintTextWidth / 2);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(space::s);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    auto *line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(m_text, 4);
    line->addStretch(1);
    layout->addLayout(line);
    layout->addSpacing(space::xs);
    m_buttons->setSpacing(space::s);
    m_buttons->addWidget(m_action);
    layout->addLayout(m_buttons);
    layout->setAlignment(m_buttons, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &BenchHint::actionRequested);
    connect(&theme, &Theme::changed, this, &BenchHint::refreshIcon);
}

void BenchHint::setHint(const QString &icon, const QString &title, const QString &text, const QString &action)
{
    m_iconName = icon;
    m_title->setText(visibleText(title, 200).simplified());
    m_text->setText(visibleText(text, 600));
    m_text->setVisible(!text.isEmpty());
    m_action->setText(action);
    m_action->setAccessibleName(action.isEmpty() ? m_title->text() : action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(m_title->text());
    refreshIcon();
}

void BenchHint::addOther(const QString &action)
{
    auto *other = new QPushButton(action, this);
    other->setObjectName(m_action->objectName() + QStringLiteral("Other"));
    other->setAccessibleName(action);
    m_buttons->insertWidget(0, other);
    connect(other, &QPushButton::clicked, this, &BenchHint::otherRequested);
}

QString BenchHint::title() const { return m_title->text(); }

void BenchHint::refreshIcon()
{
    m_icon->setPixmap(icons::pixmap(m_iconName, m_theme.tokens().text3, hintIconSize, devicePixelRatioF()));
}

} // namespace qd

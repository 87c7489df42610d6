#include "widgets/emptystate.h"

#include "theme/icons.h"
#include "widgets/labels.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int emptyIconSize = 40;

struct EmptyWords {
    QString icon;
    QString title;
    QString text;
    QString action;
};

EmptyWords emptyWords(EmptyKind kind)
{
    switch (kind) {
    case EmptyKind::NoDataInRange:
        return {QStringLiteral("calendar-time"), EmptyState::tr("No data in this time range"),
                EmptyState::tr("The query succeeded and returned no rows."), EmptyState::tr("Widen the range")};
    case EmptyKind::FilterHidesAll:
        return {QStringLiteral("filter-off"), EmptyState::tr("The filter hides everything"),
                EmptyState::tr("There is data, but none of it passes the filter."), EmptyState::tr("Clear the filter")};
    case EmptyKind::NoRight:
        return {QStringLiteral("shield-lock"), EmptyState::tr("Not allowed to read this"),
                EmptyState::tr("You are signed in, but a right is missing."), EmptyState::tr("Check again")};
    case EmptyKind::NothingYet:
        return {QStringLiteral("database"), EmptyState::tr("Nothing here yet"), {}, {}};
    case EmptyKind::NotConfigured:
        break;
    }
    return {QStringLiteral("plug-connected"), EmptyState::tr("Nothing is connected yet"),
            EmptyState::tr("Connect a source of telemetry, or start the lab."), EmptyState::tr("Set up")};
}

} // namespace

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(makeLabel(this, QStringLiteral("emptyIcon"))),
      m_title(makeLabel(this, QStringLiteral("emptyTitle"), "viewTitle")),
      m_text(makeLabel(this, QStringLiteral("emptyText"), "secondary")), m_action(new QPushButton(this))
{
    setObjectName(QStringLiteral("emptyState"));
    m_action->setObjectName(QStringLiteral("emptyAction"));
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(space::s);
    layout->addStretch();
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_text);
    layout->addSpacing(space::xs);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_action, &QPushButton::clicked, this, [this] { emit actionRequested(m_kind); });
    connect(&theme, &Theme::changed, this, [this] { refresh(); });
    refresh();
}

void EmptyState::setKind(EmptyKind kind, const QString &detail)
{
    m_kind = kind;
    m_detail = detail;
    refresh();
}

void EmptyState::refresh()
{
    const EmptyWords words = emptyWords(m_kind);
    m_icon->setPixmap(icons::pixmap(words.icon, m_theme.tokens().text3, emptyIconSize, devicePixelRatioF()));
    m_title->setText(words.title);
    m_text->setText(QString(words.text % QLatin1Char(' ') % m_detail).trimmed());
    m_action->setVisible(!words.action.isEmpty());
    m_action->setText(words.action);
    m_action->setAccessibleName(words.action);
    setAccessibleName(words.title);
}

} // namespace qd

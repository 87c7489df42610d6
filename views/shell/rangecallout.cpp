#include "shell/rangecallout.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {
constexpr qsizetype maxMarkedText = 40;
}

QString markedPlace(const QString &typed, const Error &error)
{
    const qsizetype at = std::clamp<qsizetype>(error.position ? error.position->offset : 0, 0, typed.size());
    const qsizetype from = std::max<qsizetype>(0, at - maxMarkedText / 2);
    return typed.mid(from, maxMarkedText) + QChar(u'\n') + QString(at - from, u' ') + QStringLiteral("^");
}

RangeCallout::RangeCallout(const Theme &theme, QWidget *field)
    : QFrame(field->window())
    , m_theme(theme)
    , m_field(field)
    , m_message(new QLabel(this))
    , m_place(new QLabel(this))
{
    setObjectName(QStringLiteral("rangeCallout"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::xs);
    layout->addWidget(m_message);
    layout->addWidget(m_place);
    for (QLabel *label : {m_message, m_place})
        label->setTextFormat(Qt::PlainText);
    m_message->setObjectName(QStringLiteral("rangeCalloutMessage"));
    m_message->setWordWrap(true);
    m_place->setObjectName(QStringLiteral("rangeCalloutPlace"));
    m_place->setFont(monoFont());
    connect(&theme, &Theme::changed, this, &RangeCallout::restyle);
    restyle();
    hide();
}

void RangeCallout::showProblem(const QString &typed, const Error &error)
{
    if (!m_field)
        return;
    if (parentWidget() != m_field->window())
        setParent(m_field->window());
    m_message->setText(error.message);
    m_place->setText(markedPlace(typed, error));
    setAccessibleName(error.message);
    setFixedWidth(340);
    adjustSize();
    const QPoint below = m_field->mapTo(m_field->window(), QPoint(m_field->width() - width(), m_field->height() + space::xs));
    move(std::max(space::s, below.x()), below.y());
    raise();
    show();
}

void RangeCallout::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    setStyleSheet(QStringLiteral("#rangeCallout { background: %1; border: 1px solid %2; border-left: 4px solid %2; "
                                 "border-radius: %3px; }")
                      .arg(tokens.raised.name(), tokens.status(StatusTone::Crit).fill.name())
                      .arg(tokens.radiusControl));
}

} // namespace qd

#include "cost/noticerow.h"

#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace qd {

namespace {

constexpr int noticeGlyphRoom = 34;

} // namespace

NoticeRow::NoticeRow(const Theme &theme, const QString &name, const QString &action, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_text(makeLabel(this, name % QStringLiteral("Text"))), m_action(new QPushButton(action, this))
{
    setObjectName(name);
    m_text->setWordWrap(true);
    m_action->setObjectName(name % QStringLiteral("Action"));
    m_action->setAccessibleName(action);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(noticeGlyphRoom, space::xs, space::s, space::xs);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    connect(m_action, &QPushButton::clicked, this, &NoticeRow::actionRequested);
    connect(&theme, &Theme::changed, this, [this] { update(); });
    hide();
}

void NoticeRow::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString NoticeRow::text() const { return m_text->text(); }

void NoticeRow::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    const StatusColours &colours = tokens.status(StatusTone::Warn);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.isHighContrast ? colours.fill : tokens.border, tokens.isHighContrast ? 2 : 1));
    painter.setBrush(colours.soft);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radiusPanel, tokens.radiusPanel);
    paintGlyph(painter, QRectF(10, height() / 2.0 - 8, 16, 16), Glyph::Bang, StatusTone::Warn, tokens);
}

} // namespace qd

#include "rollback/partlist.h"

#include <QFontMetrics>
#include <QPainter>

namespace qd {

namespace {

constexpr int partHeight = 30;
constexpr int signWidth = 20;
constexpr int barWidth = 3;
constexpr qreal partTint = 0.16;

QString kindText(RollbackPart::Kind kind)
{
    switch (kind) {
    case RollbackPart::Kind::Build: return PartList::tr("Build");
    case RollbackPart::Kind::Prompt: return PartList::tr("Prompt");
    case RollbackPart::Kind::Setting: return PartList::tr("Setting");
    }
    return {};
}

QString partTitle(const RollbackPart &part)
{
    return part.kind == RollbackPart::Kind::Build ? kindText(part.kind) : kindText(part.kind) % u' ' % part.name;
}

} // namespace

PartList::PartList(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("rollbackParts"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void PartList::setParts(const QList<RollbackPart> &parts)
{
    if (parts == m_parts)
        return;
    m_parts = parts;
    QStringList lines;
    for (const RollbackPart &part : parts)
        lines << tr("%1: %2 becomes %3").arg(partTitle(part), part.before, part.after);
    setAccessibleName(tr("What changes"));
    setAccessibleDescription(lines.join(u'\n'));
    updateGeometry();
    update();
}

QSize PartList::sizeHint() const { return {480, static_cast<int>(m_parts.size()) * partHeight}; }

void PartList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (qsizetype i = 0; i < m_parts.size(); ++i)
        paintPart(painter, m_parts.at(i), static_cast<int>(i) * partHeight);
}

void PartList::paintPart(QPainter &painter, const RollbackPart &part, int top) const
{
    const Tokens &tokens = m_theme.tokens();
    const int nameWidth = width() * 30 / 100;
    const int sideWidth = (width() - nameWidth - space::s) / 2;
    const QRect name(0, top, nameWidth - space::s, partHeight);
    painter.setFont(uiFont(TextSize::Body, TextWeight::Medium));
    painter.setPen(tokens.text2);
    painter.drawText(name, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(partTitle(part), Qt::ElideRight, name.width()));
    paintSide(painter, {nameWidth, top + 2, sideWidth, partHeight - 4}, tokens.diffRemoved, QChar(0x2212), part.before);
    paintSide(painter, {nameWidth + sideWidth + space::s, top + 2, sideWidth, partHeight - 4}, tokens.diffAdded, QChar(u'+'), part.after);
}

void PartList::paintSide(QPainter &painter, const QRect &box, const QColor &colour, QChar sign, const QString &text) const
{
    const Tokens &tokens = m_theme.tokens();
    QColor tint = colour;
    tint.setAlphaF(static_cast<float>(tokens.isHighContrast ? 0 : partTint));
    painter.fillRect(box, tint);
    painter.fillRect(QRect(box.left(), box.top(), barWidth, box.height()), colour);
    painter.setFont(monoFont(TextSize::Table, TextWeight::SemiBold));
    painter.setPen(tokens.text);
    painter.drawText(QRect(box.left() + barWidth, box.top(), signWidth, box.height()), Qt::AlignCenter, QString(sign));
    painter.setFont(monoFont());
    const QRect room = box.adjusted(barWidth + signWidth, 0, -space::s, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text, Qt::ElideMiddle, room.width()));
}

} // namespace qd

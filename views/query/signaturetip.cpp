#include "query/signaturetip.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

constexpr int tipPadding = 8;
constexpr int tipWidest = 640;

} // namespace

SignatureTip::SignatureTip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("querySignature"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

/// "name(", a part for each parameter, ") : type".
QStringList SignatureTip::parts() const
{
    QStringList parts{QString(m_help.name % u'(')};
    for (qsizetype i = 0; i < m_help.parameters.size(); ++i)
        parts.append(QString(m_help.parameters.at(i) % (i + 1 < m_help.parameters.size() ? QStringLiteral(", ") : QString())));
    parts.append(m_help.returns.isEmpty() ? QStringLiteral(")") : QString(QStringLiteral(") : ") % m_help.returns));
    return parts;
}

void SignatureTip::showHelp(const kql::SignatureHelp &help, const QPoint &at, int lineHeight)
{
    m_help = help;
    const QString line = parts().join(QString());
    setAccessibleName(QString(line % QStringLiteral(". ") % help.summary));
    const QFontMetrics code(monoFont(TextSize::Table, TextWeight::SemiBold));
    const QFontMetrics prose(uiFont(TextSize::Caption));
    const int width = std::min({std::max(code.horizontalAdvance(line), prose.horizontalAdvance(help.summary)) + 2 * tipPadding, tipWidest, parentWidget()->width()});
    const int height = code.height() + (help.summary.isEmpty() ? 0 : prose.height() + 2) + 2 * (tipPadding - 2);
    const int left = std::clamp(at.x(), 0, std::max(0, parentWidget()->width() - width));
    const int above = at.y() - height - 4;
    setGeometry(left, above >= 0 ? above : at.y() + lineHeight + 4, width, height);
    show();
    raise();
    update();
}

void SignatureTip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &tokens = m_theme.tokens();
    painter.setPen(QPen(tokens.borderStrong, 1));
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radiusControl, tokens.radiusControl);
    const QStringList all = parts();
    int x = tipPadding;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const bool isActive = i == m_help.active + 1 && i + 1 < all.size();
        painter.setFont(monoFont(TextSize::Table, isActive ? TextWeight::SemiBold : TextWeight::Regular));
        painter.setPen(isActive ? tokens.accent : tokens.text2);
        const QFontMetrics metrics(painter.font());
        painter.drawText(x, tipPadding - 2 + metrics.ascent(), all.at(i));
        x += metrics.horizontalAdvance(all.at(i));
    }
    painter.setFont(uiFont(TextSize::Caption));
    painter.setPen(tokens.text3);
    const QFontMetrics metrics(painter.font());
    if (!m_help.summary.isEmpty())
        painter.drawText(QRect(tipPadding, height() - metrics.height() - tipPadding + 2, width() - 2 * tipPadding, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_help.summary, Qt::ElideRight, width() - 2 * tipPadding));
}

} // namespace qd

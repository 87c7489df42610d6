#include "shell/keycap.h"

#include "theme/type.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStringList>

namespace qd {

namespace {

constexpr int keycapHeight = 18;
constexpr int keycapPadding = 6;
constexpr int keycapGap = 4;

QFont keycapFont() { return monoFont(TextSize::Caption); }

bool isKeycapWord(const QString &part) { return part == QLatin1String("then") || part == QLatin1String("or"); }

int keycapWidth(const QString &part)
{
    const int text = QFontMetrics(keycapFont()).horizontalAdvance(part);
    return isKeycapWord(part) ? text : std::max(text + 2 * keycapPadding, keycapHeight);
}

} // namespace

int keycapsWidth(const QString &keys)
{
    int width = 0;
    for (const QString &part : keys.split(QChar(u' '), Qt::SkipEmptyParts))
        width += keycapWidth(part) + keycapGap;
    return width == 0 ? 0 : width - keycapGap;
}

int paintKeycaps(QPainter &painter, const QRect &box, const QString &keys, const Tokens &tokens)
{
    const int start = box.right() + 1 - keycapsWidth(keys);
    int x = start;
    painter.save();
    painter.setFont(keycapFont());
    for (const QString &part : keys.split(QChar(u' '), Qt::SkipEmptyParts)) {
        const QRectF cap(x, box.center().y() - keycapHeight / 2.0 + 0.5, keycapWidth(part), keycapHeight);
        if (!isKeycapWord(part)) {
            painter.setPen(QPen(tokens.border, 1));
            painter.setBrush(tokens.raised);
            painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), tokens.radiusControl, tokens.radiusControl);
        }
        painter.setPen(isKeycapWord(part) ? tokens.text3 : tokens.text2);
        painter.drawText(cap, Qt::AlignCenter, part);
        x += keycapWidth(part) + keycapGap;
    }
    painter.restore();
    return start;
}

} // namespace qd

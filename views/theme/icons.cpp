#include "theme/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace qd::icons {

namespace {

QPixmap renderIcon(const QString &name, const QColor &colour, int size, qreal dpr)
{
    QFile file(QStringLiteral(":/qd/icons/") % name % QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // Qt's SVG renderer paints "currentColor" black, so the colour is put into the text.
    QSvgRenderer renderer(file.readAll().replace("currentColor", colour.name().toLatin1()));
    QPixmap result(QSizeF(size * dpr, size * dpr).toSize());
    result.setDevicePixelRatio(dpr);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    renderer.render(&painter, QRectF(0, 0, size, size));
    return result;
}

} // namespace

QPixmap pixmap(const QString &name, const QColor &colour, int size, qreal dpr)
{
    const QString key = QStringLiteral("qd/%1/%2/%3/%4").arg(name, colour.name()).arg(size).arg(dpr);
    QPixmap result;
    if (QPixmapCache::find(key, &result))
        return result;
    result = renderIcon(name, colour, size, dpr);
    QPixmapCache::insert(key, result);
    return result;
}

QIcon icon(const QString &name, const QColor &colour, const QColor &disabled, int size)
{
    QIcon result;
    for (const qreal dpr : {1.0, 2.0}) {
        result.addPixmap(pixmap(name, colour, size, dpr), QIcon::Normal);
        result.addPixmap(pixmap(name, disabled, size, dpr), QIcon::Disabled);
    }
    return result;
}

} // namespace qd::icons

#include "namewalk.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QColor>
#include <QImage>
#include <QWidget>

namespace qd::test {

namespace {

bool isInteractive(const QWidget &widget)
{
    // Viewports, scroll bars and header views are parts of the widget that carries the name.
    const auto *area = qobject_cast<const QAbstractScrollArea *>(widget.parentWidget());
    if (area && area->viewport() == &widget)
        return false;
    const QString name = widget.objectName();
    return widget.focusPolicy() != Qt::NoFocus && !name.startsWith(QStringLiteral("qt_")) && !widget.inherits("QScrollBar")
        && !widget.inherits("QHeaderView") && !widget.inherits("QStackedWidget") && !widget.inherits("QLabel")
        && !widget.inherits("QTableCornerButton");
}

} // namespace

QStringList unnamedWidgets(const QWidget &root)
{
    QStringList unnamed;
    const QList<QWidget *> all = root.findChildren<QWidget *>();
    for (QWidget *widget : all) {
        if (!isInteractive(*widget))
            continue;
        const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            unnamed << QString::fromLatin1(widget->metaObject()->className()) % QLatin1Char(' ') % widget->objectName();
    }
    return unnamed;
}

int countPixels(QWidget &widget, const QColor &colour, int tolerance)
{
    const QImage image = widget.grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) <= tolerance && std::abs(pixel.green() - colour.green()) <= tolerance
                    && std::abs(pixel.blue() - colour.blue()) <= tolerance ? 1 : 0;
        }
    }
    return count;
}

} // namespace qd::test

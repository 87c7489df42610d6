#include "widgets/labels.h"

namespace qd {

QLabel *makeLabel(QWidget *parent, const QString &objectName, const char *look)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    if (*look != '\0')
        label->setProperty("qdRole", QLatin1String(look));
    return label;
}

} // namespace qd

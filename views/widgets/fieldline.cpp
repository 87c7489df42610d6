#include "widgets/fieldline.h"

#include <QLineEdit>

namespace qd {

QLineEdit *makeFieldLine(QWidget *parent, const char *objectName, const QString &accessibleName, const QString &hint)
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(QLatin1StringView(objectName));
    edit->setAccessibleName(accessibleName);
    edit->setPlaceholderText(hint);
    return edit;
}

} // namespace qd

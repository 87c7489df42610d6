#include "widgets/sidelist.h"

namespace qd {

namespace {

constexpr int sideListWidth = 200;

} // namespace

QListView *makeSideList(const QString &objectName, const QString &accessibleName, QAbstractItemModel *model)
{
    auto *list = new QListView;
    list->setObjectName(objectName);
    list->setAccessibleName(accessibleName);
    list->setProperty("qdRole", QStringLiteral("side"));
    list->setModel(model);
    list->setFixedWidth(sideListWidth);
    list->setUniformItemSizes(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

} // namespace qd

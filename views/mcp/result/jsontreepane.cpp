#include "mcp/result/jsontreepane.h"

#include "confirm/plaintext.h"
#include "jsontreemodel.h"
#include "mcp/codepane.h"
#include "mcp/mcpcelldelegate.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <memory>
#include <utility>

namespace qd {

namespace {

constexpr int openLevels = 2;
constexpr int treeNameWidth = 200;

} // namespace

JsonTreePane::JsonTreePane(const Theme &theme, const QString &name, const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_tree(new QTreeView(this)), m_text(new CodePane(theme, name + QStringLiteral("Text"), accessibleName, this))
{
    m_tree->setObjectName(name);
    m_tree->setAccessibleName(accessibleName);
    m_tree->setFont(monoFont());
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setIndentation(space::l);
    m_tree->setTabKeyNavigation(false);
    m_tree->setItemDelegate(new McpCellDelegate(theme, [](const QModelIndex &) { return std::nullopt; }, m_tree));
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_text);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(m_stack, 1);
    column->addWidget(makeFoot(name));
}

QWidget *JsonTreePane::makeFoot(const QString &name)
{
    auto *foot = new QWidget(this);
    m_path = makeLabel(foot, name + QStringLiteral("Path"), "mono");
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *line = new QHBoxLayout(foot);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::xs);
    line->addWidget(m_path, 1);
    for (const auto &[suffix, text, said, role] : {std::tuple("CopyPath", tr("Copy path"), tr("Copy the path of the chosen value"), static_cast<int>(JsonTreeModel::PathRole)),
                                                   std::tuple("CopyValue", tr("Copy value"), tr("Copy the chosen value as JSON"), static_cast<int>(JsonTreeModel::RawRole))}) {
        auto *button = new QPushButton(text, foot);
        button->setObjectName(name + QLatin1StringView(suffix));
        button->setAccessibleName(said);
        button->setProperty("qdRole", QStringLiteral("flat"));
        connect(button, &QPushButton::clicked, this, [this, wanted = role] { copy(wanted); });
        line->addWidget(button);
    }
    return foot;
}

void JsonTreePane::setJson(const QString &text)
{
    if (std::exchange(m_json, text) == text && m_tree->model())
        return;
    const std::unique_ptr<QAbstractItemModel> before(m_tree->model());
    const std::unique_ptr<QItemSelectionModel> choiceBefore(m_tree->selectionModel());
    m_tree->setModel(nullptr);
    m_path->clear();
    auto outline = JsonOutline::of(text);
    m_stack->setCurrentIndex(outline ? 0 : 1);
    m_text->setCode(outline ? QString() : text);
    if (!outline)
        return;
    m_tree->setModel(new JsonTreeModel(*std::move(outline), m_tree));
    m_tree->header()->resizeSection(0, treeNameWidth);
    m_tree->expandToDepth(openLevels - 1);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &JsonTreePane::showPath);
}

void JsonTreePane::showPath() { m_path->setText(visibleText(m_tree->currentIndex().data(JsonTreeModel::PathRole).toString(), 400)); }

void JsonTreePane::copy(int role) const
{
    if (m_tree->currentIndex().isValid())
        QGuiApplication::clipboard()->setText(m_tree->currentIndex().data(role).toString());
}

} // namespace qd

#include "features/queryfiling.h"

#include "features/askyes.h"
#include "features/querydesk.h"
#include "features/queryshelf.h"

#include <QInputDialog>

#include <utility>

namespace qd {

namespace {

const QLatin1StringView savedSource("saved:");

QString lastPart(const QString &path) { return path.section(u'/', -1); }

} // namespace

QueryFiling::QueryFiling(QueryDesk &desk, QueryShelf &shelf, QWidget &window, QObject *parent) : QObject(parent), m_desk(desk), m_shelf(shelf), m_window(window) { }

QString QueryFiling::pathInFront() const
{
    const QString &source = m_desk.current().draft().source;
    return source.startsWith(savedSource) ? source.mid(savedSource.size()) : QString();
}

QString QueryFiling::chosenPath(const QString &path)
{
    const QString chosen = path.isEmpty() ? pathInFront() : path;
    if (chosen.isEmpty() || !m_shelf.isSaved(chosen)) {
        emit noticed(tr("Only your own saved queries can be renamed or deleted; Ctrl+S saves this one"));
        return {};
    }
    return chosen;
}

void QueryFiling::askName(const QString &name, const QString &title, const QString &preset, const std::function<void(const QString &)> &then)
{
    auto *dialog = new QInputDialog(&m_window);
    dialog->setObjectName(name);
    dialog->setWindowTitle(title);
    dialog->setLabelText(tr("Name, with folders: cost/by-team"));
    dialog->setTextValue(preset);
    dialog->setMinimumWidth(380);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QInputDialog::textValueSelected, this, [then](const QString &text) { then(text.trimmed()); });
    dialog->open();
}

void QueryFiling::askSave()
{
    const QString path = pathInFront();
    const QString proposed = m_desk.current().draft().title.toLower().simplified().replace(u' ', u'-');
    askName(QStringLiteral("querySaveDialog"), tr("Save the query"), path.isEmpty() ? proposed : path, [this](const QString &to) { saveAs(to); });
}

void QueryFiling::saveAs(const QString &path)
{
    const auto source = m_shelf.save(path, m_desk.current().draft().text);
    if (!source)
        return emit failed(source.error());
    m_desk.setSource(*source, lastPart(path));
    emit placed(path);
    emit noticed(tr("Saved as %1").arg(path));
}

void QueryFiling::askRename(const QString &path)
{
    const QString from = chosenPath(path);
    if (!from.isEmpty())
        askName(QStringLiteral("queryRenameDialog"), tr("Rename or move the query"), from, [this, from](const QString &to) { rename(from, to); });
}

void QueryFiling::rename(const QString &from, const QString &to)
{
    if (from == to)
        return;
    if (const auto done = m_shelf.rename(from, to); !done)
        return emit failed(done.error());
    m_desk.moveSource(savedSource + from, savedSource + to, lastPart(to));
    emit placed(to);
    emit noticed(tr("Renamed to %1").arg(to));
}

void QueryFiling::askDelete(const QString &path)
{
    const QString chosen = chosenPath(path);
    if (chosen.isEmpty())
        return;
    askYes({.name = QStringLiteral("queryDeleteDialog"), .title = tr("Delete the query"), .question = tr("Delete “%1”?\nIt can be brought back, and what is open of it stays open.").arg(chosen), .agree = tr("Delete")},
           m_window, this, [this, chosen] { remove(chosen); });
}

// What is open of it is a text of its own from now on.
void QueryFiling::remove(const QString &path)
{
    const auto trashed = m_shelf.remove(path);
    if (!trashed)
        return emit failed(trashed.error());
    m_trashed = *trashed;
    m_deleted = path;
    m_desk.moveSource(savedSource + path, {}, lastPart(path));
    emit deleted(path);
}

void QueryFiling::bringBack()
{
    if (m_trashed.isEmpty())
        return emit noticed(tr("Nothing was deleted since the start"));
    if (const auto done = m_shelf.restore(m_trashed, m_deleted); !done)
        return emit failed(done.error());
    m_trashed.clear();
    emit broughtBack();
    emit placed(m_deleted);
    emit noticed(tr("%1 is back").arg(m_deleted));
}

} // namespace qd

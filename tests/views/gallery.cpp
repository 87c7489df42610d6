// Renders the views with made-up data in every theme to PNG files, for people to look at: qd_gallery FOLDER.
#include "samplerollback.h"
#include "sampletiles.h"

#include "detail/detailview.h"
#include "manualclock.h"
#include "overview/overviewview.h"
#include "rollback/rollbackview.h"
#include "slotboardmodel.h"
#include "slotilemodel.h"
#include "testmain.h"
#include "widgets/emptystate.h"
#include "worstfirstproxy.h"

#include <QApplication>
#include <QDir>
#include <QVBoxLayout>

using namespace qd;

namespace {

class Gallery
{
public:
    Gallery(QApplication &application, const QString &folder) : m_application(application), m_folder(folder)
    {
        QDir().mkpath(folder);
    }

    void renderAll()
    {
        for (const ThemeId id : {ThemeId::Light, ThemeId::Dark, ThemeId::HighContrast}) {
            m_theme.apply(m_application, id);
            renderOverview(QStringLiteral("overview"), test::sampleIncident(), {1440, 780}, false);
            renderOverview(QStringLiteral("states"), test::sampleTilesOfEveryState(), {1440, 780}, false);
            renderOverview(QStringLiteral("narrow"), test::sampleTilesOfEveryState(), {560, 700}, true);
            renderDetail();
            renderEmpty();
            renderRollback(QStringLiteral("rollback"), test::sampleStatus(RollbackStatus::State::Ready));
            renderRollback(QStringLiteral("rollback-watching"), test::sampleWatching());
        }
    }

private:
    void save(QWidget &widget, const QString &name, QSize size)
    {
        widget.resize(size);
        widget.setAttribute(Qt::WA_DontShowOnScreen);
        widget.show();
        QCoreApplication::processEvents();
        const QString scale = qApp->devicePixelRatio() > 1 ? QStringLiteral("@2x") : QString();
        widget.grab().save(m_folder % QLatin1Char('/') % name % QLatin1Char('-') % themeName(m_theme.id()) % scale % QStringLiteral(".png"));
    }

    void renderOverview(const QString &name, const QList<SloTile> &tiles, QSize size, bool hasError)
    {
        SloStore store;
        store.apply(tiles);
        SloTileModel model(store);
        WorstFirstProxy proxy;
        proxy.setSourceModel(&model);
        OverviewView view(proxy, m_theme, m_clock);
        view.setRefreshInterval(Seconds(10));
        view.setMarkers(test::sampleMarkers());
        view.setRefreshing(hasError);
        if (hasError)
            view.setError(ErrorReport{.what = QStringLiteral("The tiles could not be refreshed"),
                                      .error = {.kind = ErrorKind::Throttled, .message = QStringLiteral("The source asks for a pause."),
                                                .httpStatus = 429, .requestId = QStringLiteral("3f0b1a52-c9e2")},
                                      .traceId = QStringLiteral("8f3c0d21a"), .attempts = 3});
        view.setFocus();
        save(view, name, size);
    }

    void renderDetail()
    {
        const SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Critical);
        DetailView view(m_theme, m_clock);
        view.setTile(tile);
        view.setDetail(test::sampleDetail(tile));
        view.setQuery(test::sampleQuery());
        save(view, QStringLiteral("detail"), {1440, 780});
    }

    void renderRollback(const QString &name, const RollbackStatus &status)
    {
        SlotBoardStore store;
        SlotBoardModel model(store);
        store.apply(makeSlotBoard(test::sampleBoardInputs()), {});
        RollbackView view(model, m_theme, m_clock);
        view.setState(SlotBoardStore::Phase::Ready, {}, {}, false);
        view.setReadAt(m_clock.now());
        view.setAppName(QStringLiteral("contoso-agents"));
        view.setStatus(status);
        save(view, name, {1340, 780});
    }

    void renderEmpty()
    {
        QWidget page;
        auto *layout = new QVBoxLayout(&page);
        for (const EmptyKind kind : {EmptyKind::NoDataInRange, EmptyKind::FilterHidesAll, EmptyKind::NoRight, EmptyKind::NotConfigured}) {
            auto *empty = new EmptyState(m_theme);
            empty->setKind(kind);
            layout->addWidget(empty);
        }
        save(page, QStringLiteral("empty"), {560, 780});
    }

    QApplication &m_application;
    QString m_folder;
    Theme m_theme;
    test::ManualClock m_clock;
};

} // namespace

int main(int argc, char **argv)
{
    test::prepareEnvironment();
    QApplication application(argc, argv);
    Gallery(application, argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("gallery")).renderAll();
    return 0;
}

#include "audit/auditchain.h"
#include "audit/auditview.h"
#include "auditactionmodel.h"
#include "chaos/chaosform.h"
#include "chaos/chaosview.h"
#include "confirm/confirmsheet.h"
#include "confirm/plaintext.h"
#include "manualclock.h"
#include "namewalk.h"
#include "shell/leasechip.h"
#include "testmain.h"
#include "theme/theme.h"
#include "widgets/diffview.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>

using namespace qd;

namespace {

ConfirmQuestion confirmSample(ConfirmLevel level)
{
    return {.action = {.verb = QStringLiteral("policy.apply"), .target = QStringLiteral("/apis/a"), .title = QStringLiteral("Apply <b>it</b>"),
                       .before = QStringLiteral("one\ntwo"), .after = QStringLiteral("one\nthree"), .effects = {QStringLiteral("hits all")}},
            .level = level, .environment = QStringLiteral("prod"), .needsLease = true, .lease = Milliseconds(900000), .behind = 2};
}

QList<AuditRecord> auditSample(int count)
{
    QList<AuditRecord> newest;
    AuditHead head = emptyAuditHead();
    for (int i = 1; i <= count; ++i) {
        AuditEntry entry{.at = test::ManualClock::start, .actor = QStringLiteral("ann"), .verb = i % 2 ? QStringLiteral("policy.apply") : QStringLiteral("chaos.start"),
                         .summary = QStringLiteral("change %1").arg(i), .before = QStringLiteral("a"), .after = QStringLiteral("b")};
        newest.prepend(nextAuditRecord(head, entry));
        head = {newest.first().sequence, newest.first().hash};
    }
    return newest;
}

QList<SloDefinition> safetySlos()
{
    SloDefinition slo;
    slo.id = SloId(QStringLiteral("task-success"));
    slo.title = QStringLiteral("Task success");
    return {slo};
}

template<typename T>
T *part(QWidget &widget, const char *name)
{
    return widget.findChild<T *>(QLatin1StringView(name));
}

} // namespace

class TestSafety : public QObject
{
    Q_OBJECT

    Theme m_theme;

private slots:
    void init() { test::failOnWarnings(); }

    void typedNameIsNeeded()
    {
        QWidget window;
        window.resize(1000, 800);
        ConfirmSheet sheet(m_theme, &window);
        window.show();
        QSignalSpy answered(&sheet, &ConfirmSheet::answered);
        sheet.showQuestion(confirmSample(ConfirmLevel::TypedName));
        auto *typed = part<QLineEdit>(sheet, "confirmTyped");
        auto *agree = part<QPushButton>(sheet, "confirmAgree");
        QVERIFY(typed->isVisible());
        QVERIFY(!agree->isEnabled());
        QTest::keyClick(typed, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(answered.count(), 0);
        QTest::keyClicks(typed, QStringLiteral("Prod"));
        QVERIFY(!agree->isEnabled());
        typed->clear();
        QTest::keyClicks(typed, QStringLiteral("prod"));
        QVERIFY(agree->isEnabled());
        QTest::keyClick(typed, Qt::Key_Return); // Enter alone is not enough
        QCOMPARE(answered.count(), 0);
        QTest::keyClick(typed, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(answered.count(), 1);
        QCOMPARE(answered.first().first().toBool(), true);
        QVERIFY(!sheet.isOpen());
    }

    void cancelIsTheDefault()
    {
        QWidget window;
        window.resize(1000, 800);
        ConfirmSheet sheet(m_theme, &window);
        window.show();
        window.activateWindow();
        QSignalSpy answered(&sheet, &ConfirmSheet::answered);
        sheet.showQuestion(confirmSample(ConfirmLevel::Diff));
        auto *cancel = part<QPushButton>(sheet, "confirmCancel");
        QVERIFY(!part<QLineEdit>(sheet, "confirmTyped")->isVisible());
        QTest::keyClick(cancel, Qt::Key_Return);
        QCOMPARE(answered.count(), 1);
        QCOMPARE(answered.first().first().toBool(), false);
        sheet.showQuestion(confirmSample(ConfirmLevel::Diff));
        QTest::keyClick(&sheet, Qt::Key_Escape);
        QCOMPARE(answered.count(), 2);
        QCOMPARE(answered.last().first().toBool(), false);
        sheet.showQuestion(confirmSample(ConfirmLevel::Diff));
        QTest::mouseClick(&sheet, Qt::LeftButton, {}, {3, 3}); // beside it: no answer
        QCOMPARE(answered.count(), 2);
        QVERIFY(sheet.isOpen());
    }

    void sheetShowsPlainText()
    {
        QWidget window;
        window.resize(1000, 800);
        ConfirmSheet sheet(m_theme, &window);
        window.show();
        ConfirmQuestion question = confirmSample(ConfirmLevel::Diff);
        question.action.effects = {QStringLiteral("evil\x1b[31m")};
        sheet.showQuestion(question);
        auto *title = part<QLabel>(sheet, "confirmTitle");
        QCOMPARE(title->textFormat(), Qt::PlainText);
        QCOMPARE(title->text(), QStringLiteral("Apply <b>it</b>"));
        QVERIFY(part<QLabel>(sheet, "confirmEffects")->text().contains(QChar(0x241b)));
        QCOMPARE(part<DiffView>(sheet, "confirmDiff")->summary(), QStringLiteral("1 line added, 1 removed"));
        QCOMPARE(part<QLabel>(sheet, "confirmBehind")->text(), QStringLiteral("2 more waiting"));
        QCOMPARE(test::unnamedWidgets(sheet).join(u','), QString());
    }

    void longTextIsCut()
    {
        QCOMPARE(visibleText(QStringLiteral("abc"), 2), QStringLiteral("ab\n… 1 more characters"));
        QCOMPARE(visibleText(QStringLiteral("a\u202eb")), QStringLiteral("a\ufffdb"));
    }

    void leaseChipTells()
    {
        LeaseChip chip(m_theme);
        QCOMPARE(chip.words(), QStringLiteral("read-only"));
        chip.setUntil(QStringLiteral("14:52"));
        QCOMPARE(chip.words(), QStringLiteral("read-write until 14:52"));
        QVERIFY(chip.accessibleName().contains(QLatin1StringView("14:52")));
    }

    void auditModelFollowsTheStore()
    {
        AuditStore store;
        AuditTableModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        store.apply(auditSample(3));
        QCOMPARE(model.rowCount(), 3);
        store.apply(auditSample(5));
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("5"));
        store.apply(auditSample(5));
        store.apply(auditSample(AuditStore::maxRecords + 20).first(AuditStore::maxRecords));
        QCOMPARE(model.rowCount(), AuditStore::maxRecords);
        QCOMPARE(reset.count(), 0);
    }

    void auditPageFiltersAndShows()
    {
        AuditStore store;
        AuditTableModel model(store);
        AuditView view(store, model, m_theme);
        view.resize(1200, 700);
        view.show();
        QVERIFY(view.property("busy").toBool());
        store.apply(auditSample(6));
        auto *table = part<QTableView>(view, "auditTable");
        QCOMPARE(table->model()->rowCount(), 6);
        QCOMPARE(part<QLabel>(view, "auditTitle")->text(), QStringLiteral("change 6"));
        auto *filter = part<QLineEdit>(view, "auditFilter");
        QTest::keyClicks(filter, QStringLiteral("CHAOS"));
        QCOMPARE(table->model()->rowCount(), 3);
        filter->setText(QStringLiteral("nothing like it"));
        QVERIFY(!table->isVisible());
        QSignalSpy verify(&view, &AuditView::verifyRequested);
        QTest::keyClick(part<QPushButton>(view, "auditVerify"), Qt::Key_Space);
        QCOMPARE(verify.count(), 1);
        store.setVerdict({.records = 3, .problem = AuditVerdict::Problem::Edited, .at = 4, .explanation = QStringLiteral("It differs.")});
        QVERIFY(part<QLabel>(view, "auditVerdict")->text().contains(QLatin1StringView("Edited at record 4. It differs.")));
        QCOMPARE(test::unnamedWidgets(view).join(u','), QString());
    }

    void chaosPlanIsTypedAndSent()
    {
        ChaosForm form(m_theme);
        form.setDefinitions(safetySlos());
        form.setBlast({{{QStringLiteral("contoso-retail"), 8}}});
        form.show();
        QSignalSpy started(&form, &ChaosForm::startRequested);
        QTest::keyClick(part<QPushButton>(form, "chaosMode.outage"), Qt::Key_Space);
        part<QComboBox>(form, "chaosTenant")->setCurrentText(QStringLiteral("contoso-retail"));
        part<QSpinBox>(form, "chaosPercent")->setValue(50);
        auto *duration = part<QLineEdit>(form, "chaosDuration");
        duration->clear();
        QTest::keyClicks(duration, QStringLiteral("90s"));
        QVERIFY(part<QLabel>(form, "chaosEffects")->text().contains(QLatin1StringView("about 4 of 8")));
        QCOMPARE(part<QLineEdit>(form, "chaosCommand")->text(),
                 QStringLiteral("deckctl chaos run --mode outage --tenant contoso-retail --percent 50 --for 90s --hypothesis \"task-success>=95\" --abort-burn 14.4"));
        QTest::keyClick(part<QPushButton>(form, "chaosStart"), Qt::Key_Space);
        QCOMPARE(started.count(), 1);
        const auto spec = started.first().first().value<ChaosSpec>();
        QCOMPARE(spec.mode, ChaosMode::Outage);
        QCOMPARE(spec.duration, Seconds(90));
        QCOMPARE(spec.hypothesis.threshold, 0.95);
        part<QLineEdit>(form, "chaosHypothesis")->setText(QStringLiteral("nonsense"));
        QVERIFY(!part<QPushButton>(form, "chaosStart")->isEnabled());
        QVERIFY(part<QPushButton>(form, "chaosStart")->toolTip().contains(QLatin1StringView("not understood")));
        QCOMPARE(test::unnamedWidgets(form).join(u','), QString());
    }

    void chaosPageTellsWhatIsOn()
    {
        test::ManualClock clock;
        ChaosStore store;
        AuditActionModel history;
        history.setRows(auditActions({{.sequence = 2, .entry = {.kind = AuditEntry::Kind::Outcome, .intent = 1, .verb = QStringLiteral("chaos.start"),
                                                                .status = QStringLiteral("succeeded"), .detail = QStringLiteral("completed: verdict pass")}},
                                      {.sequence = 1, .entry = {.verb = QStringLiteral("chaos.start"), .summary = QStringLiteral("outage")}}},
                                     QStringLiteral("chaos.")));
        ChaosView view(store, history, m_theme, clock);
        view.setDefinitions(safetySlos());
        view.resize(1300, 760);
        view.show();
        QVERIFY(!part<QWidget>(view, "chaosForm")->isVisible()); // no gateway
        store.set({.isConfigured = true, .asOf = clock.now()});
        QVERIFY(part<QWidget>(view, "chaosForm")->isVisible());
        QVERIFY(part<QPushButton>(view, "chaosStart")->isEnabled());
        QCOMPARE(part<QTableView>(view, "chaosHistory")->model()->rowCount(), 1); // a run is one row
        QCOMPARE(part<QTableView>(view, "chaosHistory")->model()->index(0, 3).data().toString(), QStringLiteral("completed: verdict pass"));
        QCOMPARE(part<QLabel>(view, "chaosTitle")->text(), QStringLiteral("No fault is on"));
        store.set({.isConfigured = true,
                   .live = ChaosFault{.run = QStringLiteral("other"), .mode = ChaosMode::Outage, .tenant = QStringLiteral("*"), .percent = 10, .until = clock.now() + Seconds(90)},
                   .asOf = clock.now()});
        QCOMPARE(part<QLabel>(view, "chaosTitle")->text(), QStringLiteral("Chaos is on: outage, 10 % of all tenants"));
        QVERIFY(!part<QPushButton>(view, "chaosStart")->isEnabled());
        QSignalSpy stop(&view, &ChaosView::stopRequested);
        QTest::keyClick(part<QPushButton>(view, "chaosStop"), Qt::Key_Space);
        QCOMPARE(stop.count(), 1);
        store.set({.isConfigured = true, .live = ChaosFault{}, .asOf = clock.now(), .block = QStringLiteral("big stop")});
        QVERIFY(part<QPushButton>(view, "chaosRelease")->isVisible());
        QVERIFY(!part<QPushButton>(view, "chaosStart")->isEnabled());
        QCOMPARE(test::unnamedWidgets(view).join(u','), QString());
    }
};

QD_TEST_MAIN(QApplication, TestSafety)
#include "tst_safety.moc"

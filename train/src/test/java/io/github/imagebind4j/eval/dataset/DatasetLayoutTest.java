package io.github.imagebind4j.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.ThermalImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each layout on a small stand-in of the true one.
class DatasetLayoutTest {
  @TempDir private Path root;

  private void write(String name, String text) {
    write(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EvalSet read(DatasetLayout layout) {
    return read(layout, "");
  }

  private EvalSet read(DatasetLayout layout, String splits) {
    assertThat(DatasetLayout.detect(root)).isEqualTo(layout);
    return layout.read(root, DatasetOptions.DEFAULT.withSplits(splits));
  }

  private static List<String> names(EvalSet set) {
    return set.classes().stream().map(EvalClass::name).toList();
  }

  private static String label(EvalSet set, EvalItem item) {
    return set.classes().get(item.labels().getFirst()).name();
  }

  @Test
  void layoutsAreFoundByAnySpelling() {
    assertThat(DatasetLayout.of("ESC50")).isEqualTo(DatasetLayout.ESC_50);
    assertThat(DatasetLayout.of("msr-vtt")).isEqualTo(DatasetLayout.MSR_VTT);
    assertThat(DatasetLayout.of("ImageFolder")).isEqualTo(DatasetLayout.IMAGE_FOLDER);
    assertThatThrownBy(() -> DatasetLayout.of("coco")).hasMessageContaining("known are manifest");
  }

  @Test
  void anImageFolderHasAFolderAClass() {
    write("train/cat/1.jpg", "");
    write("val/dog/b.JPG", "");
    write("val/dog/deep/a.png", "");
    write("val/cat/c.jpeg", "");
    write("val/cat/purr.wav", "");
    write("val/cat/notes.txt", "no item");
    write("val/cat/.hidden.jpg", "");

    EvalSet set = read(DatasetLayout.IMAGE_FOLDER);

    assertThat(names(set)).containsExactly("cat", "dog");
    assertThat(set.items())
        .extracting(EvalItem::id)
        .containsExactly(
            "val/cat/c.jpeg", "val/cat/purr.wav", "val/dog/b.JPG", "val/dog/deep/a.png");
    assertThat(set.items(Modality.AUDIO)).hasSize(1);
    assertThat(read(DatasetLayout.IMAGE_FOLDER, "train").items()).hasSize(1);
  }

  @Test
  void esc50IsSplitByFolds() {
    write(
        "meta/esc50.csv",
        """
        filename,fold,target,category,esc10,src_file,take
        1-100032-A-0.wav,1,0,dog,True,100032,A
        5-9032-A-0.wav,5,0,dog,True,9032,A
        5-1234-B-14.wav,5,14,chirping_birds,False,1234,B
        """);
    write("audio/5-9032-A-0.wav", "");

    EvalSet set = read(DatasetLayout.ESC_50, "5");

    assertThat(names(set)).containsExactly("chirping_birds", "dog");
    assertThat(set.classes().getFirst().words()).containsExactly("chirping birds");
    assertThat(set.items())
        .extracting(item -> label(set, item))
        .containsExactly("dog", "chirping_birds");
    assertThat(read(DatasetLayout.ESC_50).items()).hasSize(3);
  }

  @Test
  void clothosCaptionsAreQueriesOfTheirOwn() {
    write(
        "clotho_captions_evaluation.csv",
        """
        file_name,caption_1,caption_2,caption_3,caption_4,caption_5
        Santa Motor.wav,"A machine whines, and stops.",b,c,d,e
        Birds.wav,f,g,h,i,j
        """);
    write("evaluation/Santa Motor.wav", "");

    EvalSet set = read(DatasetLayout.CLOTHO, "test");

    assertThat(set.items(Modality.AUDIO)).hasSize(2);
    assertThat(set.items(Modality.TEXT)).hasSize(10);
    EvalItem first = set.items(Modality.TEXT).getFirst();
    assertThat(first.input().open().name()).isEqualTo("A machine whines, and stops.");
    assertThat(first.pair()).isEqualTo(set.items(Modality.AUDIO).getFirst().pair());
  }

  @Test
  void audioCapsPassesOverSoundsThatAreGone() {
    write(
        "test.csv",
        """
        audiocap_id,youtube_id,start_time,caption
        103549,7fmOlUlwoNg,20,Constant rattling noise
        103548,6BJ455B1aAs,0,A rocket flies by
        103541,7fmOlUlwoNg,20,A machine rattles
        """);
    write("audio/7fmOlUlwoNg_20.wav", "");

    EvalSet set = read(DatasetLayout.AUDIOCAPS);

    assertThat(set.items(Modality.AUDIO)).hasSize(1);
    assertThat(set.items(Modality.TEXT))
        .extracting(item -> item.input().open().name())
        .containsExactly("Constant rattling noise", "A machine rattles");
  }

  @Test
  void msrVttHasItsThousandPairsAndItsWholeTest() {
    write(
        "MSRVTT_JSFUSION_test.csv",
        "key,vid_key,video_id,sentence\nret0,msr9770,video9770,a person is connecting something\n");
    write(
        "MSRVTT_data.json",
        """
        {"info": {}, "videos": [{"video_id": "video9770", "split": "test"}, {"video_id": "video0", "split": "train"}],
         "sentences": [{"video_id": "video9770", "caption": "one", "sen_id": 1}, {"video_id": "video9770", "caption": "two", "sen_id": 2},
          {"video_id": "video0", "caption": "three", "sen_id": 3}]}
        """);
    write("videos/all/video9770.mp4", "");

    EvalSet known = read(DatasetLayout.MSR_VTT);
    EvalSet all = read(DatasetLayout.MSR_VTT, "test");

    assertThat(known.modalities()).containsExactly(Modality.VISION, Modality.AUDIO, Modality.TEXT);
    assertThat(known.items()).extracting(EvalItem::pair).containsOnly("video9770");
    assertThat(all.items(Modality.TEXT)).hasSize(2);
    assertThat(all.items(Modality.VISION)).hasSize(1);
  }

  private void scene(String folder, String type) {
    write("SUNRGBD/" + folder + "/scene.txt", type);
    write(
        "SUNRGBD/" + folder + "/intrinsics.txt",
        "520.532000 0.000000 277.925800 \n0.0 520.744400 215.115000 \n0 0 1\n");
    write("SUNRGBD/" + folder + "/image/x.jpg", "");
    write("SUNRGBD/" + folder + "/depth_bfx/x.png", "");
  }

  @Test
  void sunHasItsNineteenScenesWithTheirCameras() {
    scene("kv1/NYUdata/NYU0001", "kitchen");
    scene("xtion/xtion_align_data/2014-1", "office");
    scene("kv2/kinect2data/0001", "idk");
    write(
        "test.txt",
        "/n/fs/sun3d/data/SUNRGBD/xtion/xtion_align_data/2014-1/\nkv1/NYUdata/NYU0001\n");

    EvalSet set = read(DatasetLayout.SUN_RGBD);

    assertThat(set.classes()).hasSize(19);
    assertThat(set.items(Modality.DEPTH))
        .extracting(item -> label(set, item))
        .containsExactly("kitchen", "office");
    assertThat(set.items(Modality.VISION)).hasSize(2);
    if (set.items(Modality.DEPTH).getLast().input().open() instanceof Input.Depth depth) {
      assertThat(depth.format().unit()).isEqualTo(DepthFormat.Unit.SUN_RGBD);
      assertThat(depth.format().focalLengthPx()).isEqualTo(520.532);
      assertThat(depth.format().baselineMetres()).isEqualTo(0.095);
    } else {
      throw new AssertionError("no depth");
    }
  }

  @Test
  void nyusTenthSceneHasEighteenNames() {
    scene("kv1/NYUdata/NYU0001", "kitchen");
    scene("kv1/NYUdata/NYU0002", "playroom");
    scene("kv1/b3dodata/img_0063", "kitchen");

    EvalSet set = DatasetLayout.NYU_D.read(root, DatasetOptions.DEFAULT);

    assertThat(set.classes()).hasSize(10);
    assertThat(set.classes().getLast().words()).hasSize(18).contains("indoor balcony");
    assertThat(set.items(Modality.DEPTH))
        .extracting(item -> label(set, item))
        .containsExactly("kitchen", "others");
  }

  private static String voc(String boxes) {
    return "<annotation><filename>190001.jpg</filename><size><width>40</width><height>30</height>"
        + "<depth>3</depth></size>"
        + boxes
        + "</annotation>";
  }

  private static String box(int left, int top, int right, int bottom) {
    return "<object><name>person</name><bndbox><xmin>"
        + left
        + "</xmin><ymin>"
        + top
        + "</ymin><xmax>"
        + right
        + "</xmax><ymax>"
        + bottom
        + "</ymax></bndbox></object>";
  }

  private static byte[] gradient(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) (i % width);
      rgb[3 * i + 1] = (byte) (i % width);
      rgb[3 * i + 2] = (byte) (i % width);
    }
    return PictureCrop.bmp(width, height, rgb);
  }

  @Test
  void llvipsPedestriansStandAgainstAsManyBoxesOfTheBackground() {
    write("infrared/test/190001.bmp", gradient(40, 30));
    write("visible/test/190001.bmp", gradient(40, 30));
    write("infrared/test/190002.bmp", gradient(40, 30));
    write("Annotations/190001.xml", voc(box(5, 4, 12, 20) + box(30, 10, 38, 28)));

    EvalSet set = read(DatasetLayout.LLVIP);
    EvalSet again = read(DatasetLayout.LLVIP);

    assertThat(set.classes().getFirst().words()).contains("person", "woman");
    assertThat(set.items(Modality.THERMAL))
        .extracting(item -> label(set, item))
        .containsExactly("person", "person", "background", "background");
    assertThat(again.items())
        .extracting(EvalItem::id)
        .isEqualTo(set.items().stream().map(EvalItem::id).toList());
    EvalItem person = set.items(Modality.THERMAL).getFirst();
    if (person.input().open() instanceof Input.Thermal thermal) {
      ThermalImage crop = MediaDecoder.standard().thermal(thermal.source());
      assertThat(crop.width()).isEqualTo(7);
      assertThat(crop.height()).isEqualTo(16);
      assertThat(crop.asBuffer().get(0)).isEqualTo((byte) 5);
    } else {
      throw new AssertionError("not thermal");
    }
    if (set.items(Modality.VISION).getFirst().input().open() instanceof Input.Image image) {
      RgbImage crop = MediaDecoder.standard().image(image.source());
      assertThat(crop.toBytes()).startsWith(new byte[] {5, 5, 5, 6, 6, 6});
    } else {
      throw new AssertionError("no picture");
    }
  }

  @Test
  void anAnnotationCantNameOtherFilesNorGrow() {
    write("secret.txt", "12");
    String entity =
        "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"" + root.resolve("secret.txt").toUri() + "\">]>";
    write("a.xml", entity + voc(box(1, 1, 5, 5)).replace("<width>40", "<width>&x;"));
    StringBuilder laughs = new StringBuilder("<!DOCTYPE annotation [<!ENTITY a0 \"9\">");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY a" + i + " \"&a" + (i - 1) + ";&a" + (i - 1) + ";\">");
    }
    write("b.xml", laughs + "]>" + voc(box(1, 1, 5, 5)).replace("<width>40", "<width>&a29;"));

    assertThatThrownBy(() -> VocAnnotation.read(root.resolve("a.xml")))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> VocAnnotation.read(root.resolve("b.xml")))
        .isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<annotation>",
        "<html><size><width>1</width></size></html>",
        "<annotation><size><width>1e300</width><height>2</height></size></annotation>",
        "<annotation><size><width>NaN</width><height>2</height></size></annotation>",
        "<annotation><size><width>-4</width><height>2</height></size></annotation>"
      })
  void aBrokenAnnotationIsRefused(String xml) {
    write("a.xml", xml);

    assertThatThrownBy(() -> VocAnnotation.read(root.resolve("a.xml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.xml");
  }

  @Test
  void boxesAreClippedToThePictureAndEmptyOnesDropped() {
    write("a.xml", voc(box(-5, -5, 10, 10) + box(20, 20, 20, 25) + box(35, 25, 90, 90)));

    assertThat(VocAnnotation.read(root.resolve("a.xml")).boxes("person"))
        .containsExactly(
            new VocAnnotation.Box(0, 0, 10, 10), new VocAnnotation.Box(35, 25, 40, 30));
  }

  @Test
  void ego4dTakesFiveSecondsAroundANarration() {
    write(
        "ego4d.json",
        """
        {"videos": [{"video_uid": "v1", "scenarios": ["Cooking"]}, {"video_uid": "v2", "scenarios": ["Cleaning", "Cooking"]},
          {"video_uid": "v3", "scenarios": ["Walking"]}]}
        """);
    write(
        "annotations/narration.json",
        """
        {"videos": {"v1": {"status": "complete", "narration_pass_1": {"summaries": [{"x": [1]}], "narrations": [
            {"timestamp_sec": 4.0, "timestamp_frame": 120, "narration_text": "#C C opens the fridge"},
            {"timestamp_sec": 900, "narration_text": "#C C waits #unsure"}, {"narration_text": "no time"}]}},
          "v2": {"narration_pass_1": {"narrations": [{"timestamp_sec": 1.0, "narration_text": "x"}]}}}}
        """);
    StringBuilder imu =
        new StringBuilder("canonical_timestamp_ms,gyro_x,gyro_y,gyro_z,accl_x,accl_y,accl_z\n");
    for (int i = 0; i <= 1000; i++) {
      imu.append(500 + i * 10).append(",0.1,0.2,0.3,").append(i).append(",0,9.8\n");
    }
    write("imu/v1.csv", imu.toString());

    EvalSet set = read(DatasetLayout.EGO4D);

    assertThat(names(set)).containsExactly("Cooking");
    assertThat(set.items(Modality.TEXT).getFirst().input().open().name())
        .isEqualTo("the person opens the fridge");
    List<EvalItem> clips = set.items(Modality.IMU);
    assertThat(clips).hasSize(2);
    if (clips.getFirst().input().open() instanceof Input.Imu clip) {
      ImuSeries series = MediaDecoder.standard().imu(clip.source(), clip.format());
      assertThat(series.samples()).isEqualTo(500);
      assertThat(series.sampleRateHz()).isCloseTo(100, org.assertj.core.data.Offset.offset(1e-6));
      assertThat(series.get(0, 0)).isEqualTo(100); // at 1.5 s, the recording begins at 0.5 s
      assertThat(series.get(3, 0)).isEqualTo(0.1f);
    } else {
      throw new AssertionError("no motion");
    }
    assertThatThrownBy(() -> clips.getLast().input().open())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nothing at that time");
  }

  @Test
  void aManifestHasARowAnItem() {
    write(
        "manifest.csv",
        """
        id,modality,path,class,caption,source,licence,split,pair_id
        a,image,images/a.jpg,dog,a dog,x,CC0,test,class:dog
        b,depth,depth/b.png,table,a table,x,CC0,test,depth:1
        c,image,images/c.jpg,table,a table,x,CC0,test,depth:1
        d,audio,audio/d.ogg,dog|bark,"barks, twice",x,CC0,train,class:dog
        t,text,,dog,a photo of a dog,template,CC0,train,class:dog
        u,text,,,a table with boxes,x,CC0,test,depth:1
        """);

    EvalSet test = read(DatasetLayout.MANIFEST, "test");
    EvalSet train = read(DatasetLayout.MANIFEST, "train");

    assertThat(test.items()).extracting(EvalItem::id).containsExactly("a", "b", "c", "u");
    assertThat(test.items())
        .extracting(EvalItem::pair)
        .containsExactly("", "depth:1", "depth:1", "depth:1");
    assertThat(test.multiLabel()).isFalse();
    assertThat(train.multiLabel()).isTrue();
    assertThat(names(train)).containsExactly("bark", "dog");
    assertThat(test.classes(Modality.DEPTH)).extracting(EvalClass::name).containsExactly("table");
  }

  @Test
  void aManifestMayBeJsonLines() {
    write(
        "manifest.jsonl",
        "{\"modality\":\"imu\",\"path\":\"x.npy\",\"class\":\"walking\"}\n\n{\"modality\":\"audio\",\"path\":\"y.wav\"}\n");

    EvalSet set = read(DatasetLayout.MANIFEST);

    assertThat(set.modalities()).containsExactly(Modality.IMU, Modality.AUDIO);
    assertThat(
            DatasetLayout.MANIFEST
                .read(root.resolve("manifest.jsonl"), DatasetOptions.DEFAULT)
                .items())
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "a/../../b.jpg", ""})
  void aManifestCantLeadOutOfItsFolder(String path) {
    write("manifest.csv", "modality,path\nimage," + path + "\n");

    assertThatThrownBy(() -> read(DatasetLayout.MANIFEST))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leads out of");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "path\nx.jpg\n",
        "modality,path\nsmell,x.dat\n",
        "modality,path\nimage,\"x.jpg\n",
        "modality,modality\nimage,image\n"
      })
  void aBrokenManifestIsRefused(String csv) {
    write("manifest.csv", csv);

    assertThatThrownBy(() -> read(DatasetLayout.MANIFEST)).isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1]", "{\"modality\":", "null", "{\"modality\":\"image\",\"path\":{\"a\":1}}}"})
  void aBrokenJsonLineIsRefusedByItsNumber(String line) {
    write("manifest.jsonl", "{\"modality\":\"image\",\"path\":\"a.jpg\"}\n" + line + "\n");

    assertThatThrownBy(() -> read(DatasetLayout.MANIFEST))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void brokenListsOfTheOtherLayoutsAreRefused() {
    write("meta/esc50.csv", "filename,fold\nx.wav,1\n");
    write("audio/x.wav", "");
    assertThatThrownBy(() -> DatasetLayout.ESC_50.read(root, DatasetOptions.DEFAULT))
        .hasMessageContaining("category");
    write("meta/esc50.csv", "filename,fold,category\n../../x.wav,1,dog\n");
    assertThatThrownBy(() -> DatasetLayout.ESC_50.read(root, DatasetOptions.DEFAULT))
        .hasMessageContaining("leads out of");
    write("MSRVTT_data.json", "{\"videos\": 3}");
    assertThatThrownBy(
            () -> DatasetLayout.MSR_VTT.read(root, DatasetOptions.DEFAULT.withSplits("test")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("videos");
    write("ego4d.json", "{\"videos\": []}");
    write("narration.json", "{\"videos\": {\"v1\": ");
    assertThatThrownBy(() -> DatasetLayout.EGO4D.read(root, DatasetOptions.DEFAULT))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> DatasetLayout.CLOTHO.read(root, DatasetOptions.DEFAULT))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> DatasetLayout.detect(root.resolve("nothing")))
        .hasMessageContaining("no such dataset");
  }

  @Test
  void aLimitKeepsPartnersTogetherAndSpreadsEvenly() {
    StringBuilder csv = new StringBuilder("id,modality,path,caption,pair_id\n");
    for (int i = 0; i < 100; i++) {
      csv.append("i" + i + ",image,i" + i + ".jpg,,p" + i + "\n");
      csv.append("c" + i + ",text,,caption,p" + i + "\n");
      csv.append("a" + i + ",audio,a" + i + ".wav,,\n");
    }
    write("manifest.csv", csv.toString());

    EvalSet set = read(DatasetLayout.MANIFEST).limit(4);

    assertThat(set.items())
        .extracting(EvalItem::id)
        .containsExactly(
            "i0", "c0", "i25", "c25", "i50", "c50", "i75", "c75", "a0", "a25", "a50", "a75");
  }

  @Test
  void classesCanBeChosenAndRenamed() {
    write(
        "manifest.csv",
        "id,modality,path,class\na,image,a.jpg,dog\nb,image,b.jpg,cat\nc,image,c.jpg,\n");
    EvalSet set = read(DatasetLayout.MANIFEST);

    EvalSet dogs = set.withClasses(List.of(new EvalClass("dog", List.of("hound", "puppy"))));

    assertThat(dogs.items()).extracting(EvalItem::id).containsExactly("a", "c");
    assertThatThrownBy(() -> set.withClasses(List.of(EvalClass.named("cow"))))
        .hasMessageContaining("no class 'cow'; it has cat, dog");
  }
}
